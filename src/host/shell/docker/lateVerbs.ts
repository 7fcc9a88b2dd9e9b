import { late, lateFunctions } from '../../late.ts';
import type { Verb } from './client.ts';

/** Verbs of a module that is fetched when one of them is asked for. */
export const lateVerbs = <Name extends string>(
	names: readonly Name[],
	load: () => Promise<Readonly<Record<Name, Verb>>>,
	/** What is typed after `docker`, separated by commas. */
	typed: string,
): Readonly<Record<Name, Verb>> =>
	lateFunctions(
		late(
			typed.split(', ').map((words) => `docker ${words}`),
			load,
		),
		names,
	);
