/** The paths over their columns, and a soft band down through all layers. */
import type { HostState } from '#host/state.ts';
import type { Mark, Marks } from '#stage/mark.ts';
import { type Face, fitted, textWidth } from '#stage/text.ts';
import type { View } from '../scene.ts';
import { columnsOf, type Column } from './columns.ts';
import { stackOf } from './stack.ts';
import { COLUMN, columnAt, imageRow, MERGED } from './room.ts';

const MONO = { size: 12.5, mono: true } as const;

/** The end of a path says more than its beginning. */
export function ending(path: string, room: number, face: Face = MONO): string {
	if (textWidth(path, face) <= room) return path;
	const tail = path.endsWith('/') ? '/' : '';
	const parts = path.split('/').filter(Boolean);
	while (parts.length > 1 && textWidth(`…/${parts.join('/')}${tail}`, face) > room) parts.shift();
	const isCut = parts.length < path.split('/').filter(Boolean).length;
	return fitted(isCut ? `…/${parts.join('/')}${tail}` : path, room, face.size, face).text;
}

/** `file10…16`: what two names begin with is said once. */
function between(first: string, last: string): string {
	let same = 0;
	while (same < first.length && /[^0-9]/.test(first[same] ?? '') && first[same] === last[same]) same++;
	return `${first}…${last.slice(same)}`;
}

function words({ name, paths }: Column, { say }: View): { readonly folder: string; readonly base: string } {
	if (name === '*') return { folder: '', base: say('paths.more', { count: paths.length }) };
	const folder = name.slice(0, name.lastIndexOf('/') + 1);
	const range = /^\{(.*)…(.*)\}$/.exec(name.slice(folder.length));
	if (range && paths.length > 1)
		return { folder: `/${folder}`, base: between(range[1] ?? '', range[2] ?? '') };
	const base = name.endsWith('/*') ? say('paths.in', { count: paths.length }) : name.slice(folder.length);
	return { folder: `/${folder}`.replace('//', '/'), base };
}

function heading(column: Column, index: number, depth: number, view: View): Marks {
	const { folder, base } = words(column, view);
	const x = columnAt(index) + (COLUMN - 2) / 2;
	const y = MERGED - 26;
	const bottom = imageRow(Math.max(0, depth - 1));
	const shared = { kind: 'label', x, anchor: 'middle', width: COLUMN - 6 } as const;
	return [
		{
			kind: 'wire',
			key: `band:${column.name}`,
			x: 0,
			y: 0,
			layer: 1,
			look: 'ribbon',
			tone: 'sand',
			thickness: COLUMN - 10,
			opacity: 0.3,
			points: [
				{ x, y: MERGED - 4 },
				{ x, y: bottom.y + bottom.height },
			],
		},
		{ ...shared, key: `folder:${column.name}`, y, ...MONO, tone: 'muted', text: ending(folder, COLUMN - 6) },
		{
			...shared,
			key: `path:${column.name}`,
			y: y + 16,
			size: 13,
			weight: 600,
			mono: true,
			text: base,
			title: column.paths.join('\n'),
			label: view.say(column.paths.length > 1 ? 'paths.label' : 'path.label', {
				path: `/${column.name}`,
				count: column.paths.length,
			}),
		},
	];
}

export const headings = (state: HostState, view: View): Marks =>
	columnsOf(state, view.chosen).flatMap((column, index): readonly Mark[] =>
		heading(column, index, stackOf(state, view.chosen).length, view),
	);
