import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Change } from '#host/host.ts';
import type { HostEvent } from '#host/event.ts';
import type { HostState } from '#host/state.ts';
import { Table } from '#host/table.ts';
import { at, extended, emptyTimeline, timelineOf, type Ran } from './timeline.ts';
import { MOTION } from './pace.ts';

/** States here are only told apart by their clock: the timeline never looks inside them but to weigh tasks. */
const stateAt = (now: number) =>
	({
		clock: { now, boot: 0 },
		tasks: Table.empty(),
		engine: { containers: Table.empty() },
	}) as unknown as HostState;

const main: HostEvent = { kind: 'volume.remove', name: 'v' };
const quiet: HostEvent = { kind: 'clock.advance', seconds: 0.1 };
const fine: HostEvent = { kind: 'chain.add', namespace: 1, table: 'nat', chain: 'X' };

const ran = (from: number, events: readonly HostEvent[]): Ran => ({
	at: 'host',
	command: `c${from}`,
	stdout: '',
	stderr: '',
	exitCode: 0,
	before: stateAt(from),
	changes: events.map((event, i): Change => ({ event, state: stateAt(from + i + 1) })),
});

describe('timeline', () => {
	it('gives main events beats of their own, with what came quietly before them', () => {
		const { beats } = extended(emptyTimeline(stateAt(0), 'full'), ran(0, [quiet, main, fine, quiet]));
		expect(beats.map(({ event }) => event)).toEqual([main, fine]);
		expect(beats[0]!.events).toEqual([quiet, main]);
		expect(beats[0]!.before.clock.now).toBe(0);
		expect(beats[1]!.events).toEqual([fine, quiet]);
		expect(beats[1]!.after.clock.now).toBe(4);
	});

	it('folds fine events into the next main one', () => {
		const { beats } = extended(emptyTimeline(stateAt(0), 'folded'), ran(0, [fine, main, fine]));
		expect(beats.map(({ event }) => event)).toEqual([main]);
		expect(beats[0]!.events).toEqual([fine, main, fine]);
	});

	it('gives a command that changes nothing a beat, on which its output stands', () => {
		const { beats, steps } = extended(emptyTimeline(stateAt(0), 'full'), ran(0, [quiet]));
		expect(beats[0]!.event).toEqual({ kind: 'command.read', command: 'c0' });
		expect(steps[0]).toMatchObject({ from: 0, to: 1, command: 'c0' });
	});

	const anyRun = fc.array(fc.array(fc.constantFrom(main, quiet, fine), { maxLength: 12 }), { maxLength: 8 });

	it('loses no event, keeps their order, and every beat begins where the one before it ended', () => {
		fc.assert(
			fc.property(anyRun, fc.constantFrom('full' as const, 'folded' as const), (runs, detail) => {
				let from = 0;
				const rans = runs.map((events) => {
					const each = ran(from, events);
					from += events.length;
					return each;
				});
				const timeline = timelineOf(stateAt(0), rans, detail);
				expect(timeline.beats.flatMap(({ events }) => events)).toEqual(runs.flat());
				timeline.beats.reduce((before, beat) => {
					expect(beat.before.clock.now).toBe(before);
					return beat.after.clock.now;
				}, 0);
			}),
		);
	});

	it('finds every moment, in any order of asking', () => {
		const timeline = timelineOf(stateAt(0), [ran(0, [main, main]), ran(2, [main])], 'full');
		expect(at(timeline, 0)).toMatchObject({ position: 0, progress: 1 });
		for (const [i, beat] of [...timeline.beats.entries()].reverse()) {
			const half = at(timeline, beat.start + MOTION / 2);
			expect(half).toMatchObject({ position: i + 1, beat });
			expect(half.progress).toBeCloseTo(0.5);
			expect(at(timeline, beat.start + beat.duration)).toMatchObject({ position: i + 1, progress: 1 });
		}
		expect(at(timeline, 1e9)).toMatchObject({ position: 3, progress: 1 });
	});
});
