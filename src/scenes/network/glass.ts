/** Glass is the part of a crowded host that is shown: which eight of the containers, and which three of the bridges. */
import type { Container } from '#host/engine/container.ts';
import { PLACES } from './places.ts';

export interface Glass {
	/** 0: those that have a place; 1, 2 …: the next eight of those that have none. */
	readonly containers: number;
	/** 0: the first three, 1: the next three. */
	readonly bridges: number;
}

export const USUAL: Glass = { containers: 0, bridges: 0 };

/** Keys by which a group is opened: `containers`, `containers:2`, `bridges:1`; `containers:0` closes it. */
const pageIn = (chosen: string, group: string): number | undefined => {
	if (chosen === group) return 1;
	const page = chosen.startsWith(`${group}:`)
		? Number(/^\d+/.exec(chosen.slice(group.length + 1))?.[0] ?? NaN)
		: NaN;
	return Number.isInteger(page) && page >= 0 ? page : undefined;
};

/** The container that a key is about. */
const nameIn = (chosen: string): string | undefined =>
	/^(?:container|veth|address|socket|ns:net|end)[:/]([^/]+)/.exec(chosen)?.[1];

/** `away`: the containers without a place, in their order. */
export const glassOf = (chosen: string | undefined, away: readonly Container[]): Glass => {
	if (chosen === undefined) return USUAL;
	const bridges = pageIn(chosen, 'bridges') ?? 0;
	const name = nameIn(chosen);
	const at = away.findIndex((each) => each.name === name);
	const page = at < 0 ? (pageIn(chosen, 'containers') ?? 0) : 1 + Math.floor(at / PLACES);
	return { bridges, containers: Math.min(page, Math.ceil(away.length / PLACES)) };
};
