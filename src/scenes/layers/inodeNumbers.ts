/** Between a copied file and the one it was copied from: which inode it was, and which it is now. */
import type { Container } from '#host/engine/container.ts';
import type { Inode } from '#host/kernel/file.ts';
import type { HostState } from '#host/state.ts';
import type { Marks } from '#stage/mark.ts';
import { hueOf, placed } from '../containers.ts';
import type { View } from '../scene.ts';
import { nextSlot } from '../unclaimed.ts';
import { columnsOf, type Column } from './columns.ts';
import { fileAt, upperOf } from './directories.ts';
import { COLUMN, columnAt, ownRow } from './room.ts';
import { lowerInode, rowBelow, stackOf } from './stack.ts';

/** The first of the rows that the numbers take, while no container has it. */
const FREE = 5;

const isFree = (state: HostState): boolean =>
	placed(state).every(({ slot }) => slot < FREE) && (nextSlot(state) ?? FREE) < FREE;

interface Copy {
	readonly container: Container;
	readonly lower: Inode;
	readonly upper: Inode;
}

function copyOf(state: HostState, container: Container, column: Column, { chosen }: View): readonly Copy[] {
	const row = rowBelow(state, stackOf(state, chosen), container, column);
	const lower = row && lowerInode(state, row, column);
	const upper = fileAt(state, upperOf(state, container), column.paths[0] ?? '');
	return lower?.kind === 'file' && upper?.kind === 'file' ? [{ container, lower, upper }] : [];
}

function numbers(state: HostState, column: Column, index: number, view: View): Marks {
	if (column.paths.length > 1) return [];
	const copies = placed(state).flatMap((container) => copyOf(state, container, column, view));
	const last = copies.sort((a, b) => a.upper.inode - b.upper.inode).at(-1);
	if (!last) return [];
	const { y } = ownRow(FREE);
	const x = columnAt(index) + (COLUMN - 2) / 2;
	const shared = { kind: 'label', x, anchor: 'middle', size: 12, mono: true, halo: true } as const;
	const { name } = column;
	return [
		{ ...shared, key: `inode:${name}`, y: y + 12, text: 'inode', tone: 'muted' },
		{
			...{ ...shared, key: `inode:${name}/upper`, y: y + 30, text: String(last.upper.inode) },
			...{ weight: 600, tone: hueOf(last.container) },
		},
		{ ...shared, key: `inode:${name}/lower`, y: y + 48, text: `↑ ${last.lower.inode}`, tone: 'muted' },
	];
}

export const inodeNumbers = (state: HostState, view: View): Marks =>
	isFree(state)
		? columnsOf(state, view.chosen).flatMap((column, index) => numbers(state, column, index, view))
		: [];
