import { late, lateFunctions } from '../late.ts';
import type { Tool } from './call.ts';

/** Tools of a module that is fetched when one of them is called. */
export const lateTools = <Name extends string>(
	names: readonly Name[],
	load: () => Promise<Readonly<Record<Name, Tool>>>,
	words: readonly string[] = names,
): Readonly<Record<Name, Tool>> => lateFunctions(late(words, load), names);
