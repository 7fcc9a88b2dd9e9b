/** Demo typing: whatever keys are hit, the next command of the stop is typed, letter by letter. */
import type { Typed } from './sight.ts';

type Step = { readonly place: 'host' | 'outside' | 'clock'; readonly text: string; readonly first: number };

/** A command, and how many beats are over before it. */
export type Coming = Typed & { readonly first: number };

/** The command that comes next once so many beats are over; nothing where the stop has no more. */
export function nextCommand(steps: readonly Step[], position: number, last: number): Coming | undefined {
	const step = steps.find(({ first }) => first >= position && first < last);
	return step && { place: step.place === 'outside' ? 'outside' : 'host', text: step.text, first: step.first };
}

const letters = (text: string): string[] => Array.from(text);

/** One more key was hit. */
export const oneMore = ({ place, text }: Typed, typed: string): Typed => ({
	place,
	text: letters(text)
		.slice(0, letters(typed).length + 1)
		.join(''),
});

/** Backspace takes the last letter back. */
export const oneLess = (typed: Typed): Typed => ({
	...typed,
	text: letters(typed.text).slice(0, -1).join(''),
});
