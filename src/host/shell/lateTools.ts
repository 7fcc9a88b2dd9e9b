import { late, lateFunctions } from '../late.ts';
import type { Tool, ToolTable } from './call.ts';

type Words<Text extends string> = Text extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Text;
type Tools<Names extends string> = Readonly<Record<Words<Names>, Tool>>;

/** Tools of a module that is fetched when one of them is called; `names` as it exports them. */
export function lateTools<Names extends string>(
	names: Names,
	load: () => Promise<Tools<Names>>,
	words: readonly string[] = names.split(' '),
): Tools<Names> {
	return lateFunctions(late(words, load), names.split(' ') as Words<Names>[]);
}

export const gnuOnly = (tools: Readonly<Record<string, Tool>>): ToolTable =>
	Object.fromEntries(Object.entries(tools).map(([name, gnu]) => [name, { gnu }]));
export const busyboxOnly = (tools: Readonly<Record<string, Tool>>): ToolTable =>
	Object.fromEntries(Object.entries(tools).map(([name, busybox]) => [name, { busybox }]));
