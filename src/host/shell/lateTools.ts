import { late } from '../late.ts';
import type { Tool } from './call.ts';

/** Tools of a module that is fetched when one of them is called. */
export function lateTools<Name extends string>(
	names: readonly Name[],
	load: () => Promise<Readonly<Record<Name, Tool>>>,
	words: readonly string[] = names,
): Readonly<Record<Name, Tool>> {
	const part = late(words, load);
	const run =
		(name: Name): Tool =>
		(call) =>
			part()[name](call);
	return Object.fromEntries(names.map((name) => [name, run(name)])) as Record<Name, Tool>;
}
