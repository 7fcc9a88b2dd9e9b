/** Model time. Nothing in the host reads a real clock. */
import type { Appliers } from '../event.ts';
import { worked } from './cpuTime.ts';

export interface Clock {
	/** Seconds since the epoch, with fractions. */
	readonly now: number;
	/** When the host booted, in the same unit. */
	readonly boot: number;
}

export type ClockEvent = {
	readonly kind: 'clock.advance';
	/** Seconds that pass. */
	readonly seconds: number;
};

export const clockAppliers: Appliers<ClockEvent> = {
	'clock.advance': (state, { seconds }) => ({
		...worked(state, seconds),
		clock: { ...state.clock, now: state.clock.now + seconds },
	}),
};
