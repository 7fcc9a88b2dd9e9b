/** The read-only layers: what made each, how much is in it, and which containers share it. */
import type { Image } from '#host/engine/image.ts';
import type { HostState } from '#host/state.ts';
import type { Mark, Marks, Rect } from '#stage/mark.ts';
import { hueOf, placed } from '../containers.ts';
import type { View } from '../scene.ts';
import { columnsOf, type Column } from './columns.ts';
import { directoryOf, entriesOf, fileAt } from './directories.ts';
import { madeBy, namedImages, tagsOf } from './history.ts';
import { imageKey, lowerFile, rowKey } from './keys.ts';
import {
	ASIDE,
	baselineIn,
	COLUMN,
	columnAt,
	fileIn,
	imageRow,
	LEFT,
	IMAGE,
	NAMES,
	RIGHT,
	ROWS,
	STRIP,
} from './room.ts';
import { sizeText } from './sizeText.ts';
import { holds, stackOf, usedImages, type StackRow } from './stack.ts';

const nameOf = (state: HostState, image: Image): string =>
	(tagsOf(state, image)[0] ?? image.id.slice(0, 12)).replace(/:latest$/, '');

const HEIGHT = 22;
const tileBeside = ({ y, height }: Rect): Rect => {
	const tall = Math.min(HEIGHT, height);
	return { x: LEFT, y: y + (height - tall) / 2, width: IMAGE, height: tall };
};

const tile = (state: HostState, image: Image, place: Rect, { say }: View): Mark => ({
	kind: 'token',
	key: imageKey(nameOf(state, image)),
	...place,
	text: nameOf(state, image),
	size: 12,
	weight: 600,
	look: 'tile',
	tone: 'sand',
	label: say('image.label', { name: nameOf(state, image), count: image.chain.length }),
});

function words(
	state: HostState,
	{ layers }: StackRow,
	{ say }: View,
): { readonly first: string; readonly second: string; readonly size: string } {
	const [layer] = layers;
	const size = sizeText(layers.reduce((sum, each) => sum + each.size, 0));
	if (layers.length > 1 || !layer)
		return { first: say('layers.folded', { count: layers.length }), second: size, size };
	const count = entriesOf(state, layer);
	return { first: madeBy(state, layer), second: say('layer.size', { size, count }), size };
}

const SIZE = 64;
/** Less than this says nothing of what made a layer. */
const SAYING = 56;

/** How big it is and, as far as files leave room, what made it. */
function texts(state: HostState, row: StackRow, place: Rect, view: View): Marks {
	const { first, second, size } = words(state, row, view);
	const key = rowKey(row);
	const occupied = columnsOf(state, view.chosen).findIndex((column) => holds(state, row, column));
	const end = occupied < 0 ? place.x + place.width - 10 : columnAt(occupied);
	const x = place.x + 10;
	const width = end - x - SIZE - 6;
	const shared = { kind: 'label', y: baselineIn(place, 12.5), size: 12.5 } as const;
	return [
		{ ...shared, key: `size:${key}`, x, weight: 600, text: size, width: SIZE - 4, title: second },
		...(width > SAYING
			? [
					{
						...shared,
						key: `says:${key}`,
						x: x + SIZE,
						width,
						mono: true,
						tone: 'muted' as const,
						text: first,
						title: first,
					},
				]
			: []),
	];
}

function file(
	state: HostState,
	row: StackRow,
	column: Column,
	index: number,
	place: Rect,
	view: View,
): Marks {
	if (!holds(state, row, column)) return [];
	const found = row.layers.flatMap((layer) =>
		column.paths.flatMap((path) => fileAt(state, directoryOf(state, layer), path) ?? []),
	);
	const first = found[0];
	if (!first) return [];
	const single =
		first.kind === 'file'
			? sizeText(first.size)
			: first.kind === 'link'
				? `→ ${first.target ?? ''}`
				: first.kind;
	return [
		{
			kind: 'token',
			key: lowerFile(row, column),
			parent: rowKey(row),
			...fileIn(place, index),
			text: column.paths.length > 1 ? view.say('files', { count: found.length }) : single,
			size: 13,
			look: 'tile',
			weight: 500,
			tone: 'sand',
			fill: 'surface',
			title: `${column.paths.join(' ')} inode ${first.inode}`,
		},
	];
}

const DOT = 13;
const dotAt = (slot: number): number => ASIDE + 12 + slot * (DOT + 7);

/** Whose root it is part of: a dot in each container's colour. */
const sharers = (state: HostState, row: StackRow, place: Rect): Marks =>
	placed(state).flatMap((container): Mark[] => {
		const chain = state.engine.images.get(container.image)?.chain ?? [];
		if (!row.layers.some((layer) => chain.includes(layer.chain))) return [];
		return [
			{
				kind: 'token',
				key: `uses:${container.name}/${rowKey(row)}`,
				parent: `layer:${container.name}/upper`,
				x: dotAt(container.slot),
				y: place.y + (place.height - DOT) / 2,
				width: DOT,
				height: DOT,
				text: '',
				tone: hueOf(container),
				title: container.name,
			},
		];
	});

function layerRow(state: HostState, row: StackRow, index: number, view: View): Marks {
	const place = imageRow(index);
	const key = rowKey(row);
	const box: Mark = {
		kind: 'box',
		key,
		...(row.images[0] && { parent: imageKey(nameOf(state, row.images[0])) }),
		...place,
		tone: 'sand',
		fill: 'tint',
		radius: 8,
		label: view.say('layer.label', { what: words(state, row, view).first }),
		title: row.layers.map((layer) => `${layer.directory.slice(0, 12)} ${madeBy(state, layer)}`).join('\n'),
	};
	const images = row.images.slice(0, 1).map((image) => tile(state, image, tileBeside(place), view));
	return [
		box,
		...images,
		...texts(state, row, place, view),
		...columnsOf(state, view.chosen).flatMap((column, i) => file(state, row, column, i, place, view)),
		...sharers(state, row, place),
	];
}

function shared(count: number, { say }: View): Marks {
	const top = imageRow(0);
	const bottom = imageRow(Math.max(0, count - 1));
	return [
		{
			kind: 'box',
			key: 'readonly',
			x: ASIDE,
			y: top.y,
			width: RIGHT - ASIDE,
			height: bottom.y + bottom.height - top.y,
			tone: 'sand',
			state: 'hollow',
			radius: 10,
		},
		{
			kind: 'label',
			key: 'readonly:says',
			x: ASIDE,
			y: top.y - 7,
			size: 12.5,
			weight: 600,
			tone: 'muted',
			text: say('readonly'),
		},
	];
}

/** Images nothing is made of yet, in a line; where there is no container, all of them, each with its size. */
function idle(state: HostState, view: View): Marks {
	const used = new Set(usedImages(state).map((each) => each.id));
	const rest = namedImages(state).filter((each) => !used.has(each.id));
	if (used.size === 0)
		return rest.slice(0, ROWS).flatMap((image, i) => whole(state, image, imageRow(i), view));
	const across = Math.floor((RIGHT - NAMES) / COLUMN);
	const tiles = rest.slice(0, across).map((image, i): Mark => {
		const place = { x: NAMES + 4 + i * COLUMN, y: STRIP, width: COLUMN - 5, height: 20 };
		return { ...tile(state, image, place, view), opacity: 0.85 };
	});
	const text = view.say('images.idle', { count: rest.length });
	const says: Mark = { kind: 'label', key: 'idle', x: LEFT, y: STRIP + 14, size: 12.5, tone: 'muted', text };
	return rest.length > 0 ? [says, ...tiles] : [];
}

const whole = (state: HostState, image: Image, place: Rect, view: View): Marks => [
	tile(state, image, tileBeside(place), view),
	{ kind: 'box', key: `whole:${image.id}`, ...place, tone: 'sand', fill: 'tint', radius: 8 },
	{
		kind: 'label',
		key: `says:${image.id}`,
		x: place.x + 14,
		y: baselineIn(place, 13),
		size: 13,
		text: view.say('image.whole', { count: image.chain.length, size: sizeText(image.size) }),
	},
];

export function imageRows(state: HostState, view: View): Marks {
	const rows = stackOf(state, view.chosen);
	return [
		...rows.flatMap((row, index) => layerRow(state, row, index, view)),
		...(rows.length > 0 ? shared(rows.length, view) : []),
		...idle(state, view),
	];
}
