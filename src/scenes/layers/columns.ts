/** Which paths are columns: those in which something happened, and a few that show what the image is. */
import type { Container } from '#host/engine/container.ts';
import type { Inode } from '#host/kernel/file.ts';
import type { HostState } from '#host/state.ts';
import { placed } from '../containers.ts';
import { changesIn, directoryOf, fileAt, isOpaque, layersOf, upperOf } from './directories.ts';
import { destinationsOf } from './lookup.ts';
import { opened } from './opened.ts';
import { MOST } from './room.ts';

export interface Column {
	/** Its path without the slash in front; of several files their directory with a star. */
	readonly name: string;
	readonly paths: readonly string[];
}

/** Files by which an image is known. */
const FAMILIAR = [
	'/bin/sh',
	'/etc/passwd',
	'/usr/share/nginx/html/index.html',
	'/usr/local/bin/redis-server',
] as const;
const MOST_FAMILIAR = 3;
/** So many neighbours that changed share a column from the first. */
const CROWD = 4;

const isInImage = (state: HostState, image: string, path: string): boolean =>
	layersOf(state, image).some((layer) => fileAt(state, directoryOf(state, layer), path));

function familiar(state: HostState, containers: readonly Container[]): readonly string[] {
	const images = [...new Set(containers.map((each) => each.image))];
	return FAMILIAR.filter((path) => images.some((image) => isInImage(state, image, path))).slice(
		0,
		MOST_FAMILIAR,
	);
}

/**
 * A directory that says nothing by itself: made to mount on, copied up on the way to something, or new with files in
 * it that are seen themselves. (A new one is opaque too, but hides nothing.)
 */
function isMerelyThere(state: HostState, container: Container, path: string, inode: Inode): boolean {
	if (inode.kind !== 'dir') return false;
	if (destinationsOf(container).includes(path)) return true;
	return isInImage(state, container.image, path) ? !isOpaque(inode) : (inode.entries?.size ?? 0) > 0;
}

/** Changed paths in the order in which they were first changed anywhere. */
function changed(state: HostState, containers: readonly Container[]): readonly string[] {
	const first = new Map<string, number>();
	for (const container of containers)
		for (const { path, inode } of changesIn(state, upperOf(state, container))) {
			if (isMerelyThere(state, container, path, inode)) continue;
			first.set(path, Math.min(first.get(path) ?? Infinity, inode.inode));
		}
	return [...first].sort(([, a], [, b]) => a - b).map(([path]) => path);
}

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const single = (path: string): Column => ({ name: path.slice(1), paths: [path] });
const folderOf = ({ paths }: Column): string => parentOf(paths[0] ?? '');

/** Columns with all those of one directory in the place of the first of them. */
function joined(columns: readonly Column[], folder: string): readonly Column[] {
	const those = columns.filter((each) => folderOf(each) === folder);
	const whole: Column = { name: `${folder.slice(1)}/*`, paths: those.flatMap((each) => each.paths) };
	return columns.flatMap((each) => (each === those[0] ? [whole] : those.includes(each) ? [] : [each]));
}

function crowded(columns: readonly Column[]): string | undefined {
	const sizes = new Map<string, number>();
	for (const each of columns) sizes.set(folderOf(each), (sizes.get(folderOf(each)) ?? 0) + 1);
	return [...sizes].filter(([, size]) => size > 1).sort(([, a], [, b]) => b - a)[0]?.[0];
}

function withCrowds(columns: readonly Column[], room: number): readonly Column[] {
	const folder = crowded(columns);
	if (folder === undefined) return columns;
	const size = columns.filter((each) => folderOf(each) === folder).length;
	return size >= CROWD || columns.length > room ? withCrowds(joined(columns, folder), room) : columns;
}

/** The earliest ones together, so that the latest are seen each by itself. */
function within(columns: readonly Column[], room: number): readonly Column[] {
	if (columns.length <= room) return columns;
	const early = columns.slice(0, columns.length - room + 1);
	return [{ name: '*', paths: early.flatMap((each) => each.paths) }, ...columns.slice(early.length)];
}

const remembered = new WeakMap<HostState, Map<string, readonly Column[]>>();

/** With a column chosen that stands for several paths, those in its place and all others folded. */
export function columnsOf(state: HostState, chosen?: string): readonly Column[] {
	const byChoice = remembered.get(state) ?? new Map<string, readonly Column[]>();
	remembered.set(state, byChoice);
	const before = byChoice.get(chosen ?? '');
	if (before) return before;
	const whole = chosen === undefined ? usual(state) : columnsOf(state);
	const columns = chosen === undefined ? whole : opened(whole, chosen);
	byChoice.set(chosen ?? '', columns);
	return columns;
}

function usual(state: HostState): readonly Column[] {
	const containers = placed(state);
	const base = familiar(state, containers);
	const news = changed(state, containers)
		.filter((path) => !base.includes(path))
		.map(single);
	const room = MOST - base.length;
	return [...base.map(single), ...within(withCrowds(news, room), room)];
}

/** The column in which a path is to be seen. */
export const columnOf = (state: HostState, path: string): Column | undefined =>
	columnsOf(state).find((each) => each.paths.includes(path));
