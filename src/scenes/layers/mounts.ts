/** What goes past the layers: volumes, directories of the host and memory, each tied to where it is mounted. */
import type { Container } from '#host/engine/container.ts';
import type { HostState } from '#host/state.ts';
import type { IconName, Mark, Marks, Rect } from '#stage/mark.ts';
import { textWidth } from '#stage/text.ts';
import { hueOf, placed } from '../containers.ts';
import { fileOnHost } from '../hostDisk.ts';
import type { View } from '../scene.ts';
import { ending } from './headings.ts';
import { overlayOf } from './lookup.ts';
import { ASIDE, mergedRow, ownRow, RIGHT, type Room } from './room.ts';

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

/** Volumes first, in the order they were made, then what containers bring in from the host. */
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
	return [...found.values()];
}

const WIDTH = RIGHT - ASIDE;
const MOST = 3;
const HEIGHT = 36;
/** Each lower one begins further left, so that what leads to it passes beside those above. */
const LANE = 28;
const boxAt = (room: Room, index: number): Rect => {
	const x = ASIDE + (MOST - 1 - index) * LANE;
	return { x, y: ownRow(room, 0).y + index * (HEIGHT + 4), width: RIGHT - x, height: HEIGHT };
};

function box(state: HostState, source: Source, place: Rect, { say }: View): Marks {
	const entries =
		source.path === undefined ? undefined : (fileOnHost(state, source.path)?.entries?.size ?? 0);
	const text = ending(source.name, place.width - 58);
	const hasRoom = textWidth(text, { size: 13, mono: true, weight: 700 }) < place.width - 112;
	return [
		{
			kind: 'box',
			key: source.key,
			...place,
			tone: 'ink',
			radius: 9,
			icon: source.icon,
			heading: text,
			size: 13,
			mono: true,
			...(entries !== undefined && hasRoom && { badge: say('files', { count: entries }) }),
			label: say('volume.label', { name: source.name }),
			title: source.path ?? source.name,
		},
	];
}

/** The place in a container's row where it is mounted, and the way down to it, past every layer. */
function users(source: Source, place: Rect, state: HostState, room: Room, view: View): Marks {
	return source.users.flatMap(({ container, destination }): readonly Mark[] => {
		if (!overlayOf(state, container)) return [];
		const row = mergedRow(room, container.slot);
		const all = usesOf(container).map((each) => each.destination);
		const width = (WIDTH - 6 * (all.length - 1)) / all.length;
		const x = ASIDE + all.indexOf(destination) * (width + 6);
		const height = Math.min(room.token, row.height - 4);
		const key = `mounted:${container.name}${destination}`;
		const y = row.y + (row.height - height) / 2;
		const at = x + width / 2 + (container.slot % 4) * 6 - 9;
		const lane = place.x + 10 + (container.slot % 4) * 5;
		const turn = room.water + 10 + (place.y - boxAt(room, 0).y) / 6;
		return [
			{
				kind: 'token',
				key,
				parent: source.key,
				...{
					x,
					y,
					width,
					height,
					text: ending(destination, width - 10),
					size: 12,
					look: 'tile',
					weight: 600,
				},
				tone: hueOf(container),
				fill: 'tint',
				label: view.say('mounted.label', { name: container.name, destination, source: source.name }),
			},
			{
				kind: 'wire',
				key: `past:${container.name}${destination}`,
				...{ x: 0, y: 0, from: key, to: source.key, thickness: 2.5, tone: hueOf(container) },
				points: [
					{ x: at, y: y + height },
					{ x: at, y: turn },
					{ x: lane, y: turn },
					{ x: lane, y: place.y },
				],
				curve: 'round',
			},
		];
	});
}

export function mounts(state: HostState, room: Room, view: View): Marks {
	const sources = sourcesOf(state);
	const shown = sources.slice(0, sources.length > MOST ? MOST - 1 : MOST);
	const rest = sources.length - shown.length;
	const more: Mark = {
		kind: 'label',
		key: 'volumes:more',
		x: ASIDE + 8,
		y: boxAt(room, MOST - 1).y + 22,
		size: 13,
		tone: 'muted',
		text: view.say('volumes.more', { count: rest }),
	};
	return [
		...shown.flatMap((source, index) => [
			...box(state, source, boxAt(room, index), view),
			...users(source, boxAt(room, index), state, room, view),
		]),
		...(rest > 0 ? [more] : []),
	];
}
