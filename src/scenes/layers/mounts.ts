/** What goes past the layers: volumes, directories of the host and memory, each tied to where it is mounted. */
import type { Container } from '#host/engine/container.ts';
import type { HostState } from '#host/state.ts';
import { bounds } from '#stage/geometry.ts';
import type { IconName, Mark, Marks, Rect } from '#stage/mark.ts';
import { textWidth } from '#stage/text.ts';
import { hueOf, placed } from '../containers.ts';
import { fileOnHost } from '../hostDisk.ts';
import type { View } from '../scene.ts';
import { ending } from './headings.ts';
import { overlayOf } from './lookup.ts';
import { ASIDE, mergedRow, ownRow, RIGHT, WATER } from './room.ts';

export interface Source {
	readonly key: string;
	readonly name: string;
	readonly icon: IconName;
	readonly path?: string;
	/** Who has it mounted, and where. */
	readonly users: readonly { readonly container: Container; readonly destination: string }[];
}

type Use = { readonly source: Omit<Source, 'users'>; readonly destination: string };

const brief = (name: string): string => (/^[0-9a-f]{64}$/.test(name) ? name.slice(0, 12) : name);

const volume = (name: string, path: string): Omit<Source, 'users'> => ({
	key: `volume:${brief(name)}`,
	name: brief(name),
	icon: 'volume',
	path,
});

function usesOf(container: Container): readonly Use[] {
	const points = container.mounts.map(({ type, name, source, destination }): Use => {
		const of =
			type === 'volume' && name !== undefined
				? volume(name, source)
				: { key: `bind:${source}`, name: source, icon: 'folder' as const, path: source };
		return { source: of, destination };
	});
	const memory = Object.keys(container.hostConfig.tmpfs).map((destination): Use => ({
		source: { key: `tmpfs:${container.name}${destination}`, name: 'tmpfs', icon: 'memory' },
		destination,
	}));
	return [...points, ...memory];
}

/** Those in use first; of them volumes in the order they were made, then what containers bring in from the host. */
export function sourcesOf(state: HostState): readonly Source[] {
	const found = new Map<string, Source>();
	for (const { name, mountpoint } of state.engine.volumes.values()) {
		const source = volume(name, mountpoint);
		found.set(source.key, { ...source, users: [] });
	}
	for (const container of placed(state))
		for (const { source, destination } of usesOf(container)) {
			const known = found.get(source.key) ?? { ...source, users: [] };
			found.set(source.key, { ...known, users: [...known.users, { container, destination }] });
		}
	const all = [...found.values()];
	return [...all.filter(({ users }) => users.length > 0), ...all.filter(({ users }) => users.length === 0)];
}

const WIDTH = RIGHT - ASIDE;
const MOST = 4;
const HEIGHT = 27;
/** Each lower one begins further left, so that what leads to it passes beside those above. */
const LANE = 20;
const placeOf = (index: number): Rect => {
	const x = ASIDE + (MOST - 1 - index) * LANE;
	return { x, y: ownRow(0).y + index * (HEIGHT + 5), width: RIGHT - x, height: HEIGHT };
};

const entriesIn = (state: HostState, { path }: Source): number | undefined =>
	path === undefined ? undefined : (fileOnHost(state, path)?.entries?.size ?? 0);

function sourceMark(state: HostState, source: Source, place: Rect, { say }: View): Mark {
	const entries = entriesIn(state, source);
	const count = entries === undefined ? '' : ` ${say('files', { count: entries })}`;
	const room = place.width - 34;
	const name = ending(source.name, room - textWidth(count, FACE), FACE);
	return {
		kind: 'token',
		key: source.key,
		...place,
		text: `${name}${count}`,
		...FACE,
		look: 'tile',
		icon: source.icon,
		label: say('volume.label', { name: source.name }),
		title: source.path ?? source.name,
	};
}
const FACE = { size: 12.5, mono: true, weight: 600 } as const;

/** The place in a container's row where it is mounted. */
function mountedMark(source: Source, { container, destination }: Source['users'][number], view: View): Mark {
	const row = mergedRow(container.slot);
	const all = usesOf(container).map((each) => each.destination);
	const width = (WIDTH - 6 * (all.length - 1)) / all.length;
	const height = row.height - 3;
	return {
		kind: 'token',
		key: `mounted:${container.name}${destination}`,
		parent: source.key,
		x: ASIDE + all.indexOf(destination) * (width + 6),
		y: row.y + (row.height - height) / 2,
		width,
		height,
		text: ending(destination, width - 10),
		size: 12,
		look: 'tile',
		weight: 600,
		tone: hueOf(container),
		fill: 'tint',
		label: view.say('mounted.label', { name: container.name, destination, source: source.name }),
	};
}

/** The way down from there, past every layer. */
function way(from: Mark, slot: number, source: Source, place: Rect): Mark {
	const { x, y, width, height } = bounds(from);
	const start = x + width / 2 + (slot % 4) * 6 - 9;
	const lane = place.x + 8 + (slot % 4) * 3;
	const turn = WATER + 10 + (place.y - placeOf(0).y) / 5;
	return {
		kind: 'wire',
		key: `past:${from.key}`,
		...{ x: 0, y: 0, from: from.key, to: source.key, curve: 'round', thickness: 2.5 },
		...(from.tone !== undefined && { tone: from.tone }),
		points: [
			{ x: start, y: y + height },
			{ x: start, y: turn },
			{ x: lane, y: turn },
			{ x: lane, y: place.y },
		],
	};
}

export function mounts(state: HostState, view: View): Marks {
	const sources = sourcesOf(state);
	const count = sources.length > MOST ? MOST - 1 : MOST;
	const rest = sources.length - count;
	const more: Mark = {
		kind: 'label',
		key: 'volumes:more',
		x: ASIDE + 8,
		y: placeOf(MOST - 1).y + 18,
		size: 13,
		tone: 'muted',
		text: view.say('volumes.more', { count: rest }),
	};
	const made = sources.flatMap((source, index): readonly Mark[] => {
		const isShown = index < count;
		const place = placeOf(index);
		const uses = source.users.filter(({ container }) => overlayOf(state, container));
		const ends = uses.map((use) => ({ use, mark: mountedMark(source, use, view) }));
		return [
			...(isShown ? [sourceMark(state, source, place, view)] : []),
			...ends.map(({ mark }) => mark),
			...(isShown ? ends.map(({ use, mark }) => way(mark, use.container.slot, source, place)) : []),
		];
	});
	return [...made, ...(rest > 0 ? [more] : [])];
}
