/** Putting a deck together: stops in another order, stops of one's own lines, a stop from an address. */
import type { Stop } from '#share/deck.ts';
import { askedMoment, linesOf } from '#share/moment.ts';
import { isSceneName, type SceneName } from '#share/sceneName.ts';

/** The same things with one of them at another place. */
export function moved<T>(all: readonly T[], from: number, to: number): readonly T[] {
	const place = Math.min(Math.max(to, 0), all.length - 1);
	const one = all[from];
	if (one === undefined || place === from) return all;
	const others = all.filter((_, index) => index !== from);
	return [...others.slice(0, place), one, ...others.slice(place)];
}

export const without = <T>(all: readonly T[], place: number): readonly T[] =>
	all.filter((_, index) => index !== place);

const firstOf = (lines: readonly string[]): string => (lines[0] ?? '').split('\n')[0] ?? '';

/** Own lines, on a new host or after what the stop before has typed. */
export function stopOfLines(text: string, scene: SceneName, after: Stop | undefined): Stop | undefined {
	const lines = linesOf(text);
	if (lines.length === 0) return undefined;
	const before = after?.run ?? [];
	return {
		title: firstOf(lines),
		run: [...before, ...lines],
		before: before.length,
		at: 'end',
		...(after?.host === undefined ? {} : { host: after.host }),
		scene,
		note: '',
	};
}

/** The moment an address of a scene or a note shows; nothing where it names no commands. */
export function stopOfAddress(address: string): Stop | undefined {
	if (!URL.canParse(address, 'http://here/')) return undefined;
	const { searchParams, pathname } = new URL(address, 'http://here/');
	const { run, at = 'end', host } = askedMoment(searchParams);
	if (!run || run.length === 0) return undefined;
	const named = searchParams.get('scene') ?? /\/scenes\/(\w+)\//.exec(pathname)?.[1];
	const face = searchParams.get('face');
	return {
		title: firstOf(run.slice(-1)),
		run,
		at,
		...(host === undefined ? {} : { host }),
		scene: isSceneName(named) ? named : 'network',
		...(face === null ? {} : { face }),
		note: '',
	};
}

/** A stop with one field changed; a field that is cleared is gone. */
export function withField<K extends keyof Stop>(stop: Stop, field: K, value: Stop[K] | undefined): Stop {
	const { [field]: _, ...others } = stop;
	const changed = (value === undefined ? others : { ...others, [field]: value }) as Stop;
	return changed.before !== undefined && changed.before > changed.run.length
		? { ...changed, before: changed.run.length }
		: changed;
}
