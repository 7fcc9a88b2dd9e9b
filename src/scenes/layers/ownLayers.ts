/** The writable layer of each container, with the thin layer of mount points that lies under it. */
import type { Container } from '#host/engine/container.ts';
import type { Inode } from '#host/kernel/file.ts';
import type { HostState } from '#host/state.ts';
import { bounds } from '#stage/geometry.ts';
import type { Mark, Marks, Rect } from '#stage/mark.ts';
import { hueOf, placed, shortId } from '../containers.ts';
import type { View } from '../scene.ts';
import { changesIn, fileAt, initOf, isOpaque, isWhiteout, upperOf } from './directories.ts';
import { columnsOf, type Column } from './columns.ts';
import { lettersOf } from './letters.ts';
import { imageKey, lowerFile, upperFile } from './keys.ts';
import { inodeNumbers } from './inodeNumbers.ts';
import { nextSlot, unclaimedLayer } from '../unclaimed.ts';
import { baselineIn, fileIn, imageRow, LEFT, NAMES, ownRow } from './room.ts';
import { sizeText } from './sizeText.ts';
import { rowBelow, lowerInode, stackOf } from './stack.ts';

const INIT = 44;

function panel(state: HostState, container: Container, { say }: View): Marks {
	const row = ownRow(container.slot);
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
		...(initOf(state, container) ? [init(container, row, say('init.label', { name }))] : []),
	];
}

const init = ({ name, layer }: Container, row: Rect, label: string): Mark => ({
	kind: 'token',
	key: `layer:${name}/init`,
	x: NAMES - 6 - INIT,
	y: row.y + 2,
	width: INIT,
	height: row.height - 4,
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
	readonly isHollow?: boolean;
}

/** How a single entry of the writable layer shows: its size, with its mode where that is other than below, or what it stands for. */
function told(inode: Inode, below: Inode | undefined): Told {
	if (isWhiteout(inode)) return { text: 'c 0 0', isHollow: true };
	if (inode.kind === 'dir') return { text: below && isOpaque(inode) ? 'opaque' : 'dir' };
	if (inode.kind !== 'file') return { text: inode.kind };
	const hasOwnMode = below?.kind === 'file' && below.mode !== inode.mode;
	return { text: `${sizeText(inode.size)}${hasOwnMode ? ` ${inode.mode.toString(8)}` : ''}` };
}

/** The letters of `docker diff` for what a column stands for. */
function lettersFor(state: HostState, container: Container, { paths }: Column): string {
	const letters = lettersOf(state, container);
	return [...new Set(paths.flatMap((path) => letters.get(path) ?? []))].sort().join('');
}

function file(state: HostState, container: Container, column: Column, index: number, view: View): Marks {
	const upper = upperOf(state, container);
	const found = column.paths.flatMap((path) => fileAt(state, upper, path) ?? []);
	const first = found[0];
	const isPassedThrough = first?.kind === 'dir' && !isOpaque(first) && (first.entries?.size ?? 0) > 0;
	if (!first || isPassedThrough) return [];
	const stack = stackOf(state, view.chosen);
	/** Of several paths those that are here count. */
	const own: Column = { ...column, paths: column.paths.filter((path) => fileAt(state, upper, path)) };
	const below = rowBelow(state, stack, container, own);
	const { name } = container;
	const lower = below && lowerInode(state, below, own);
	const alone = told(first, lower);
	const letters = lettersFor(state, container, column);
	const { text: what, isHollow }: Told =
		column.paths.length > 1 ? { text: view.say('files', { count: found.length }) } : alone;
	const text = `${letters} ${what}`.trim();
	const token: Mark = {
		kind: 'token',
		key: upperFile(name, column),
		...(below && !isHollow && { parent: lowerFile(below, column) }),
		...fileIn(ownRow(container.slot), index),
		text,
		size: 13,
		look: 'tile',
		weight: 600,
		tone: hueOf(container),
		...(isHollow && { state: 'hollow' as const, fill: 'surface' as const }),
		label: view.say(isHollow ? 'file.whiteout' : below ? 'file.copied' : 'file.own', {
			name,
			path: `/${column.name}`,
			size: sizeText(first.size),
		}),
		title: `${column.paths.join(' ')} ${text} inode ${first.inode}`,
	};
	if (!below) return [token];
	const place = fileIn(imageRow(stack.indexOf(below)), index);
	return [token, trace(container, column, token, { key: lowerFile(below, column), ...place })];
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
function unnamed(state: HostState, { say }: View): Marks {
	const directory = unclaimedLayer(state);
	const slot = nextSlot(state);
	if (directory === undefined || slot === undefined) return [];
	const row = ownRow(slot);
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

export const ownLayers = (state: HostState, view: View): Marks => [
	...inodeNumbers(state, view),
	...placed(state).flatMap((container) => [
		...panel(state, container, view),
		...columnsOf(state, view.chosen).flatMap((column, index) => file(state, container, column, index, view)),
	]),
	...unnamed(state, view),
];
