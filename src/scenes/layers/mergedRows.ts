/** What each container sees: the merged view, in which the topmost of every column wins. */
import type { Container } from '#host/engine/container.ts';
import type { HostState } from '#host/state.ts';
import type { Mark, Marks, State } from '#stage/mark.ts';
import { hueOf, placed } from '../containers.ts';
import type { View } from '../scene.ts';
import { columnsOf, type Column } from './columns.ts';
import { fileAt, isWhiteout, upperOf } from './directories.ts';
import { lowerFile, mergedFile, upperFile } from './keys.ts';
import { overlayOf, seenAt, type Seen } from './lookup.ts';
import { baselineIn, fileIn, LAYERS_RIGHT, LEFT, mergedRow, NAMES } from './room.ts';
import { sizeText } from './sizeText.ts';
import { rowBelow, stackOf } from './stack.ts';

const drawnAs = ({ state: { status } }: Container, isMounted: boolean): State =>
	!isMounted ? 'hollow' : status === 'paused' ? 'hatched' : 'solid';

function panel(container: Container, isMounted: boolean, { say }: View): Marks {
	const row = mergedRow(container.slot);
	const { name } = container;
	const box: Mark = {
		kind: 'box',
		key: `container:${name}`,
		...row,
		tone: hueOf(container),
		state: isMounted ? 'solid' : 'hollow',
		fill: isMounted ? 'surface' : 'none',
		radius: 10,
		label: say(isMounted ? 'merged.label' : 'merged.none.label', { name }),
	};
	const shared = { kind: 'label', y: baselineIn(row, 14), mono: true } as const;
	const title: Mark = {
		...shared,
		key: `name:${name}`,
		x: LEFT + 14,
		size: 14,
		weight: 700,
		width: 104,
		text: name,
	};
	const what: Mark = {
		...shared,
		key: `merged:${name}`,
		x: NAMES - 6,
		anchor: 'end',
		size: 12.5,
		tone: 'muted',
		text: isMounted ? 'merged' : container.state.status,
	};
	const none: Mark = {
		kind: 'label',
		key: `unmounted:${name}`,
		x: (NAMES + LAYERS_RIGHT) / 2,
		y: baselineIn(row, 13),
		anchor: 'middle',
		size: 13,
		tone: 'muted',
		halo: true,
		text: say('merged.none'),
	};
	return [box, title, what, ...(isMounted ? [] : [none])];
}

/** Where the file comes up from. */
function sourceOf(
	state: HostState,
	container: Container,
	column: Column,
	from: Seen['from'],
	view: View,
): string {
	if (from === 'upper') return upperFile(container.name, column);
	if (from === 'mount') return `mounted:${container.name}`;
	const row = rowBelow(state, stackOf(state, view.chosen), container, column);
	return row ? lowerFile(row, column) : `layer:${container.name}/init`;
}

const isHidden = (state: HostState, container: Container, { paths }: Column): boolean =>
	paths.some((path) => {
		const inode = fileAt(state, upperOf(state, container), path);
		return inode !== undefined && isWhiteout(inode);
	});

function file(state: HostState, container: Container, column: Column, index: number, view: View): Marks {
	const row = mergedRow(container.slot);
	const seen = column.paths.flatMap((path) => seenAt(state, container, path) ?? []);
	const place = fileIn(row, index);
	const first = seen.find((each) => each.from !== 'lower') ?? seen[0];
	if (!first) return isHidden(state, container, column) ? [absent(container, column, index, view)] : [];
	const base = column.name.slice(column.name.lastIndexOf('/') + 1);
	const text = column.paths.length > 1 ? view.say('files', { count: seen.length }) : base;
	return [
		{
			kind: 'token',
			key: mergedFile(container.name, column),
			parent: sourceOf(state, container, column, first.from, view),
			...place,
			text,
			size: 12,
			look: 'tile',
			weight: 600,
			tone: first.from === 'upper' ? hueOf(container) : first.from === 'mount' ? 'ink' : 'sand',
			...(first.from === 'mount' && { fill: 'full' as const }),
			state: drawnAs(container, true) === 'hatched' && first.from === 'upper' ? 'hatched' : 'solid',
			title: `${column.paths.join(' ')} ${sizeText(first.inode.size)} inode ${first.inode.inode}`,
			label: view.say(`seen.${first.from}`, { name: container.name, path: `/${column.name}` }),
		},
	];
}

function absent({ name, slot }: Container, column: Column, index: number, { say }: View): Mark {
	const row = mergedRow(slot);
	const { x, width } = fileIn(row, index);
	return {
		kind: 'label',
		key: `gone:${name}/${column.name}`,
		x: x + width / 2,
		y: baselineIn(row, 12.5),
		anchor: 'middle',
		size: 12.5,
		tone: 'faint',
		text: say('gone'),
	};
}

export const mergedRows = (state: HostState, view: View): Marks =>
	placed(state).flatMap((container) => {
		const isMounted = overlayOf(state, container) !== undefined;
		const files = isMounted
			? columnsOf(state, view.chosen).flatMap((column, index) => file(state, container, column, index, view))
			: [];
		return [...panel(container, isMounted, view), ...files];
	});
