/** The last command, as a terminal shows it. */
import type { Explorer } from '#explore/Explorer.svelte.ts';

type Told = Pick<Explorer, 'steps'> & { readonly playback: { readonly position: number } };
export type LastPrinted = {
	readonly place: 'host' | 'outside';
	readonly text: string;
	readonly output: string;
};

/** Of what a command prints, so many lines are worth a screen. */
const LINES = 200;

/** Asked for, or where printing is all that a command did; what it prints comes with its last beat. */
export function lastPrinted({ steps, playback }: Told, isAsked: boolean): LastPrinted | undefined {
	const { position } = playback;
	const step = steps.findLast(({ first, beats }) => first < position && beats > 0);
	if (!step) return undefined;
	const isOver = position >= step.first + step.beats;
	const output = isOver ? (step.stdout + step.stderr).trimEnd() : '';
	const isReading = step.beats === 1 && output !== '';
	if (!isAsked && !isReading) return undefined;
	const lines = output.split('\n');
	const shown = lines.length > LINES ? [...lines.slice(0, LINES), '…'] : lines;
	return { place: step.place === 'outside' ? 'outside' : 'host', text: step.text, output: shown.join('\n') };
}
