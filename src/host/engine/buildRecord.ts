/** What a build has come to, line by line: the last one stays to be looked at. */
import type { Appliers } from '../event.ts';

export type Outcome = 'waiting' | 'running' | 'base' | 'cached' | 'built' | 'failed';

export interface BuiltStep {
	/** The instruction as it is written. */
	readonly text: string;
	readonly outcome: Outcome;
	/** Id of the image that it ended with. */
	readonly image?: string;
	/** Whether that image has a layer more than the one before. */
	readonly isLayer: boolean;
}

export interface BuildRecord {
	readonly tags: readonly string[];
	readonly steps: readonly BuiltStep[];
}

export type BuildEvent =
	| { readonly kind: 'build.begin'; readonly tags: readonly string[]; readonly steps: readonly string[] }
	/** `index` counts from 0. */
	| {
			readonly kind: 'build.step';
			readonly index: number;
			readonly outcome: Outcome;
			readonly image?: string;
			readonly isLayer?: boolean;
	  };

const waiting = (text: string): BuiltStep => ({ text, outcome: 'waiting', isLayer: false });

export const buildAppliers: Appliers<BuildEvent> = {
	'build.begin': (state, { tags, steps }) => ({
		...state,
		engine: { ...state.engine, build: { tags, steps: steps.map(waiting) } },
	}),
	'build.step': (state, { index, outcome, image, isLayer = false }) => {
		const { build } = state.engine;
		if (!build) return state;
		const steps = build.steps.map((step, i) =>
			i === index ? { ...step, outcome, isLayer, ...(image !== undefined && { image }) } : step,
		);
		return { ...state, engine: { ...state.engine, build: { ...build, steps } } };
	},
};
