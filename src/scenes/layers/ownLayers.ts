/** The writable layer of each container, with the thin layer of mount points that lies under it. */
import type { Container } from '#host/engine/container.ts';
import type { Inode } from '#host/kernel/file.ts';
import type { HostState } from '#host/state.ts';
import { bounds } from '#stage/geometry.ts';
import type { IconName, Mark, Marks, Rect } from '#stage/mark.ts';
import { hueOf, placed, shortId } from '../containers.ts';
import type { View } from '../scene.ts';
import { changesIn, fileAt, initOf, isOpaque, isWhiteout, upperOf } from './directories.ts';
import { columnsOf, type Column } from './columns.ts';
import { imageKey, lowerFile, upperFile } from './keys.ts';
import { nextSlot, unclaimedLayer } from '../unclaimed.ts';
import { baselineIn, fileIn, imageRow, LEFT, NAMES, ownRow, type Room } from './room.ts';
import { sizeText } from './sizeText.ts';
import { holds, stackOf } from './stack.ts';

const INIT = 44;

function panel(state: HostState, container: Container, room: Room, { say }: View): Marks {
	const row = ownRow(room, container.slot);
	const { name, layer } = container;
	const upper = upperOf(state, container);
	if (!upper) return [];
	const count = changesIn(state, upper).length;
	const box: Mark = {
		kind: 'box',
		key: `layer:${name}/upper`,
		parent: imageKey(container.imageName),
		...row,
		tone: hueOf(container),
		fill: 'tint',
		radius: 10,
		label: say('upper.label', { name, count }),
		title: `/var/lib/docker/overlay2/${layer}/diff`,
	};
	const title: Mark = {
		kind: 'label',
		key: `upper:${name}`,
		x: LEFT + 14,
		y: baselineIn(row, 13),
		size: 13,
		weight: 600,
		width: 150,
		text: say('upper', { name }),
	};
	return [
		box,
		title,
		...(initOf(state, container) ? [init(container, row, room, say('init.label', { name }))] : []),
	];
}

const init = ({ name, layer }: Container, row: Rect, room: Room, label: string): Mark => ({
	kind: 'token',
	key: `layer:${name}/init`,
	x: NAMES - 6 - INIT,
	y: row.y + (row.height - Math.min(22, room.token)) / 2,
	width: INIT,
	height: Math.min(22, room.token),
	text: 'init',
	size: 12,
	look: 'tile',
	weight: 500,
	tone: 'sand',
	label,
	title: `/var/lib/docker/overlay2/${layer}-init/diff`,
});

interface Told {
	readonly text: string;
	readonly icon?: IconName;
	readonly isHollow?: boolean;
}

/** How a single entry of the writable layer shows: its size, or what it stands for. */
function told(inode: Inode, isCopy: boolean): Told {
	if (isWhiteout(inode)) return { text: 'c 0 0', isHollow: true };
	if (inode.kind === 'dir') return { text: isCopy && isOpaque(inode) ? 'opaque' : 'dir', icon: 'folder' };
	if (inode.kind === 'link') return { text: 'link', icon: 'link' };
	if (inode.kind !== 'file') return { text: inode.kind };
	return { text: sizeText(inode.size), ...(isCopy && { icon: 'copy' as const }) };
}

function file(
	state: HostState,
	container: Container,
	column: Column,
	index: number,
	room: Room,
	view: View,
): Marks {
	const upper = upperOf(state, container);
	const found = column.paths.flatMap((path) => fileAt(state, upper, path) ?? []);
	const first = found[0];
	const isPassedThrough = first?.kind === 'dir' && !isOpaque(first) && (first.entries?.size ?? 0) > 0;
	if (!first || isPassedThrough) return [];
	const chain = state.engine.images.get(container.image)?.chain ?? [];
	const stack = stackOf(state, room.rows);
	const below = stack.find(
		(each) => each.layers.some((layer) => chain.includes(layer.chain)) && holds(state, each, column),
	);
	const { name } = container;
	const alone = told(first, below !== undefined);
	const { text, icon, isHollow }: Told =
		column.paths.length > 1 ? { text: view.say('files', { count: found.length }) } : alone;
	const token: Mark = {
		kind: 'token',
		key: upperFile(name, column),
		...(below && !isHollow && { parent: lowerFile(below, column) }),
		...fileIn(ownRow(room, container.slot), index, room),
		text,
		size: 12,
		look: 'tile',
		weight: 600,
		tone: hueOf(container),
		...(icon !== undefined && { icon }),
		...(isHollow && { state: 'hollow' as const, fill: 'surface' as const }),
		label: view.say(isHollow ? 'file.whiteout' : below ? 'file.copied' : 'file.own', {
			name,
			path: `/${column.name}`,
			size: sizeText(first.size),
		}),
		title: `${column.paths.join(' ')} ${text} inode ${first.inode}`,
	};
	if (!below) return [token];
	const lower = fileIn(imageRow(room, stack.indexOf(below)), index, room);
	return [token, trace(container, column, token, { key: lowerFile(below, column), ...lower })];
}

/** Which lower file it was copied from, or hides. */
function trace(
	container: Container,
	column: Column,
	upper: Mark,
	lower: Rect & { readonly key: string },
): Mark {
	const { y, height } = bounds(upper);
	const x = lower.x + lower.width / 2 + (container.slot - 1) * 7;
	return {
		kind: 'wire',
		key: `copy:${container.name}/${column.name}`,
		...{ x: 0, y: 0, from: lower.key, to: upper.key },
		points: [
			{ x, y: lower.y },
			{ x, y: y + height },
		],
		layer: 4,
		look: 'dotted',
		arrow: 'end',
		tone: hueOf(container),
	};
}

/** A writable layer that is on the disk before the engine lists its container. */
function unnamed(state: HostState, room: Room, { say }: View): Marks {
	const directory = unclaimedLayer(state);
	const slot = nextSlot(state);
	if (directory === undefined || slot === undefined) return [];
	const row = ownRow(room, slot);
	return [
		{ kind: 'box', key: 'making:layer', ...row, tone: hueOf({ slot }), state: 'hollow', radius: 10 },
		{
			kind: 'label',
			key: 'making:name',
			...{ x: LEFT + 14, y: baselineIn(row, 13), size: 13, mono: true, tone: 'muted' },
			text: say('making', { id: shortId(directory) }),
		},
	];
}

export const ownLayers = (state: HostState, room: Room, view: View): Marks => [
	...placed(state).flatMap((container) => [
		...panel(state, container, room, view),
		...columnsOf(state).flatMap((column, index) => file(state, container, column, index, room, view)),
	]),
	...unnamed(state, room, view),
];
