/** A container's layers as they are seen on the host: the directories, the mount, what docker diff says, one path through all layers. */
import type { Container } from '#host/engine/container.ts';
import { diff } from '#host/engine/layerDiff.ts';
import type { Inode } from '#host/kernel/file.ts';
import { inodeAt, layersAt, mergedNames, rootLayers } from '#host/kernel/overlay.ts';
import type { HostState } from '#host/state.ts';
import { placed } from '#scenes/containers.ts';
import { fileOnHost, OVERLAY2 } from '#scenes/hostDisk.ts';
import {
	directoryOf,
	fileAt,
	initOf,
	isOpaque,
	isWhiteout,
	layersOf,
	upperOf,
} from '#scenes/layers/directories.ts';
import { madeBy } from '#scenes/layers/history.ts';
import { overlayOf, seenAt } from '#scenes/layers/lookup.ts';

export interface ListedFile {
	readonly mode: string;
	readonly size: string;
	readonly name: string;
}

export interface ListedDirectory {
	readonly path: string;
	/** Missing where there is no such directory. */
	readonly files: readonly ListedFile[] | undefined;
}

const TYPES: Readonly<Partial<Record<Inode['kind'], string>>> = {
	dir: 'd',
	link: 'l',
	char: 'c',
	block: 'b',
	fifo: 'p',
	socket: 's',
};

/** `drwxr-xr-x`, as ls -l writes it. */
export function modeText({ kind, mode }: Inode): string {
	const bits = 'rwxrwxrwx';
	const text = [...bits].map((bit, i) => (mode & (1 << (8 - i)) ? bit : '-'));
	if (mode & 0o1000) text[8] = text[8] === 'x' ? 't' : 'T';
	return (TYPES[kind] ?? '-') + text.join('');
}

const listed = (name: string, inode: Inode): ListedFile => ({
	mode: modeText(inode),
	size: inode.device ? inode.device.join(', ') : String(inode.size),
	name: inode.kind === 'link' ? `${name} -> ${inode.target ?? ''}` : name,
});

function directory(state: HostState, path: string): ListedDirectory {
	const top = fileOnHost(state, path);
	if (!top) return { path, files: undefined };
	const names = [...(top.entries?.keys() ?? [])].sort();
	const files = names.flatMap((name) => {
		const inode = fileOnHost(state, `${path}/${name}`);
		return inode ? [listed(name, inode)] : [];
	});
	return { path, files };
}

/** Where the overlay is mounted, its own names are seen and not those of the directory under it. */
function merged(state: HostState, container: Container, path: string): ListedDirectory {
	const overlay = overlayOf(state, container);
	if (!overlay) return directory(state, path);
	const files = mergedNames(state, rootLayers(state, overlay))
		.sort()
		.flatMap((name) => {
			const place = layersAt(state, overlay, `/${name}`)?.[0];
			const inode = place && inodeAt(state, place);
			return inode ? [listed(name, inode)] : [];
		});
	return { path, files };
}

/** What stands on a path in one layer. */
export interface Standing {
	readonly where: 'seen' | 'upper' | 'init' | 'image';
	/** Of an image layer: the line that made it. */
	readonly madeBy: string;
	readonly what: 'file' | 'whiteout' | 'opaque' | 'dir' | 'other';
	readonly size: number;
	readonly inode: number;
	readonly mode: string;
}

const kindOf = (inode: Inode): Standing['what'] =>
	isWhiteout(inode)
		? 'whiteout'
		: inode.kind === 'dir'
			? isOpaque(inode)
				? 'opaque'
				: 'dir'
			: inode.kind === 'file'
				? 'file'
				: 'other';

const standing = (where: Standing['where'], inode: Inode | undefined, made = ''): readonly Standing[] =>
	inode
		? [
				{
					where,
					madeBy: made,
					what: kindOf(inode),
					size: inode.size,
					inode: inode.inode,
					mode: modeText(inode),
				},
			]
		: [];

/** A path from what the container sees down through every layer that has it. */
export const standings = (state: HostState, container: Container, path: string): readonly Standing[] => [
	...standing('seen', seenAt(state, container, path)?.inode),
	...standing('upper', fileAt(state, upperOf(state, container), path)),
	...standing('init', fileAt(state, initOf(state, container), path)),
	...layersOf(state, container.image).flatMap((layer) =>
		standing('image', fileAt(state, directoryOf(state, layer), path), madeBy(state, layer)),
	),
];

export interface HostView {
	readonly name: string;
	readonly diff: readonly string[];
	readonly directories: readonly ListedDirectory[];
	/** The options of its mount; none while it is not mounted. */
	readonly mount: readonly string[];
}

const NAMED = /^(?:container|name|file|layer|mount|diff|gone|copy|upper|mounted):([^/]+)/;

/** The container that was chosen on the picture, or the one made last. */
export function chosenContainer(state: HostState, chosen: string | undefined): Container | undefined {
	const all = placed(state);
	const name = NAMED.exec(chosen ?? '')?.[1];
	return all.find((each) => each.name === name) ?? all.at(-1);
}

/** The path that was chosen on the picture. */
export function chosenPath(chosen: string | undefined): string | undefined {
	const path = /^(?:path:|(?:file|copy|gone):[^/]+\/(?:upper\/)?)(.+)$/.exec(chosen ?? '')?.[1];
	return path === undefined || /[*{]/.test(path) ? undefined : `/${path}`;
}

export function hostView(state: HostState, container: Container): HostView {
	const top = `${OVERLAY2}/${container.layer}`;
	return {
		name: container.name,
		diff: upperOf(state, container) ? diff(state, container).map(({ kind, path }) => `${kind} ${path}`) : [],
		directories: [
			directory(state, `${top}/diff`),
			merged(state, container, `${top}/merged`),
			directory(state, `${top}/work`),
		],
		mount: overlayOf(state, container)?.options ?? [],
	};
}
