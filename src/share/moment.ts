/** A moment is what was typed and how far to look: `?run=` one command per line, `&at=` a beat or `end`, `&host=` where. */
import type { ProfileName } from '#host/profile.ts';
import { isHost, USUAL_HOST } from './hosts.ts';

export type Moment = {
	readonly run: readonly string[];
	readonly at: At;
	/** The kind of host it is on; without it the usual one. */
	readonly host?: ProfileName | undefined;
};

/** How many beats are over, or all of them. */
export type At = number | 'end';

export type AskedMoment = {
	/** Missing where the address names none. */
	readonly run: readonly string[] | undefined;
	readonly at: At | undefined;
	/** Missing where the address names none, or one that there is not. */
	readonly host: ProfileName | undefined;
	/** What stood for `at` where that is no moment. */
	readonly badAt?: string;
};

/** One command each; a line that begins with `> ` goes on with the one above it. */
export function linesOf(text: string): string[] {
	const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
	return lines
		.filter((line) => line.trim() !== '')
		.reduce<string[]>(
			(all, line) =>
				line.startsWith('> ') && all.length > 0
					? [...all.slice(0, -1), `${all.at(-1)}\n${line}`]
					: [...all, line],
			[],
		);
}

function askedAt(text: string | null): Pick<AskedMoment, 'at' | 'badAt'> {
	if (text === null) return { at: undefined };
	const said = text.trim();
	if (said === 'end') return { at: 'end' };
	if (/^\d+$/.test(said)) return { at: Number(said) };
	const number = Number(said);
	if (said === '' || Number.isNaN(number)) return { at: 0, badAt: text };
	return { at: Math.max(0, Math.round(number)), badAt: text };
}

export function askedMoment(search: URLSearchParams): AskedMoment {
	const run = search.get('run');
	const host = search.get('host');
	return {
		run: run === null ? undefined : linesOf(run),
		host: isHost(host) ? host : undefined,
		...askedAt(search.get('at')),
	};
}

/** The nearest moment a timeline of so many beats has, and whether that is another than asked for. */
export function nearest(at: At, beats: number): { position: number; isOther: boolean } {
	if (at === 'end') return { position: beats, isOther: false };
	const position = Math.min(Math.max(at, 0), beats);
	return { position, isOther: position !== at };
}

/** The part of an address behind its path, readable where that is possible. */
export function searchOf(moment: Partial<Moment>, more: Readonly<Record<string, string>> = {}): string {
	const parts = [
		...(moment.run && moment.run.length > 0 ? [['run', moment.run.join('\n')]] : []),
		...(moment.at === undefined ? [] : [['at', String(moment.at)]]),
		...(moment.host === undefined || moment.host === USUAL_HOST ? [] : [['host', moment.host]]),
		...Object.entries(more),
	];
	return parts.length === 0
		? ''
		: `?${parts.map(([key, value]) => `${key}=${readable(value ?? '')}`).join('&')}`;
}

/** Text in an address, percent-encoded only where that is needed. */
export const readable = (text: string): string =>
	encodeURIComponent(text)
		.replace(/%20/g, '+')
		.replace(/%3A/g, ':')
		.replace(/%2F/g, '/')
		.replace(/%24/g, '$');
