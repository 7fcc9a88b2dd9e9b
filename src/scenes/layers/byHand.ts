/** An overlay that somebody mounted by hand, where no container takes its place: its directories as rows, names as columns. */
import type { DiskPlace, Inode, Overlay } from '#host/kernel/file.ts';
import { inodeAt, isOpaque, isWhiteout, layersAt } from '#host/kernel/overlay.ts';
import type { HostState } from '#host/state.ts';
import type { Mark, Marks, Rect } from '#stage/mark.ts';
import { placed } from '../containers.ts';
import type { View } from '../scene.ts';
import { ending } from './headings.ts';
import { OVERLAY2 } from '../hostDisk.ts';
import {
	baselineIn,
	COLUMN,
	columnAt,
	fileIn,
	LEFT,
	mergedRow,
	MERGED,
	MOST,
	NAMES,
	ownRow,
} from './room.ts';
import { sizeText } from './sizeText.ts';

const isEngines = ({ options }: Overlay): boolean => options.some((each) => each.includes(OVERLAY2));

/** The one mounted last. */
export function overlayByHand(state: HostState): Overlay | undefined {
	if (placed(state).length > 0) return undefined;
	const found = state.filesystems.values().findLast((each) => each.kind === 'overlay' && !isEngines(each));
	return found?.kind === 'overlay' ? found : undefined;
}

/** Where it is mounted on the host. */
function mountPath(state: HostState, { device }: Overlay): string {
	const namespace = state.tasks.get(1)?.namespaces.mnt ?? 0;
	const mounts = state.mounts.get(namespace)?.mounts.values() ?? [];
	return mounts.find((each) => each.device === device)?.path ?? '';
}

const named = ({ options }: Overlay, option: string): readonly string[] =>
	options
		.find((each) => each.startsWith(`${option}=`))
		?.slice(option.length + 1)
		.split(':') ?? [];

/** Lower directories there is room for. */
const LOWERS = 4;

interface Level {
	readonly key: string;
	readonly name: string;
	readonly place: DiskPlace;
	readonly row: Rect;
	readonly isUpper: boolean;
}

const levels = (overlay: Overlay): readonly Level[] => [
	...(overlay.upper
		? [
				{
					key: 'upper',
					name: named(overlay, 'upperdir')[0] ?? '',
					place: overlay.upper,
					row: ownRow(0),
					isUpper: true,
				},
			]
		: []),
	...overlay.lower.slice(0, LOWERS).map((place, i) => ({
		...{ key: `lower${i + 1}`, name: named(overlay, 'lowerdir')[i] ?? '', place, isUpper: false },
		row: ownRow(i + 3),
	})),
];

const childOf = (state: HostState, { device, inode }: DiskPlace, name: string): Inode | undefined => {
	const number = inodeAt(state, { device, inode })?.entries?.get(name);
	return number === undefined ? undefined : inodeAt(state, { device, inode: number });
};

function names(state: HostState, overlay: Overlay): readonly string[] {
	const all = levels(overlay).flatMap(({ place }) => inodeAt(state, place)?.entries?.keys() ?? []);
	return [...new Set(all)].sort().slice(0, MOST);
}

function told(inode: Inode, isUpper: boolean): string {
	if (isWhiteout(inode)) return 'c 0 0';
	if (inode.kind === 'dir') return isUpper && isOpaque(inode) ? 'opaque' : 'dir';
	return inode.kind === 'file' ? sizeText(inode.size) : inode.kind;
}

function rowMarks(key: string, row: Rect, name: string, path: string, isUpper: boolean): Marks {
	const tone = isUpper ? 0 : key === 'merged' ? 'ink' : 'sand';
	return [
		{
			...{ kind: 'box', key: `hand:${key}`, ...row, tone, radius: 10, title: path },
			fill: key === 'merged' ? 'surface' : 'tint',
		},
		{
			...{ kind: 'label', key: `handName:${key}`, x: LEFT + 14, y: baselineIn(row, 13), size: 13 },
			...{ weight: 600, mono: true, width: 80, text: name },
		},
		{
			...{ kind: 'label', key: `handPath:${key}`, x: NAMES - 6, y: baselineIn(row, 12), size: 12 },
			...{ anchor: 'end', mono: true, tone: 'muted', text: ending(path, 124) },
		},
	];
}

const tile = { kind: 'token', size: 13, look: 'tile', weight: 600 } as const;

function levelFiles(state: HostState, level: Level, all: readonly string[]): Marks {
	return all.flatMap((name, index): Mark[] => {
		const inode = childOf(state, level.place, name);
		if (!inode) return [];
		const isHollow = isWhiteout(inode);
		return [
			{
				...{ ...tile, key: `hand:${level.key}/${name}`, ...fileIn(level.row, index) },
				...{ text: told(inode, level.isUpper), tone: level.isUpper ? 0 : 'sand' },
				...(isHollow
					? { state: 'hollow' as const, fill: 'surface' as const }
					: !level.isUpper && { fill: 'surface' as const }),
				title: `${name} inode ${inode.inode}`,
			},
		];
	});
}

function mergedFiles(state: HostState, overlay: Overlay, all: readonly string[], { say }: View): Marks {
	const row = mergedRow(0);
	return all.map((name, index): Mark => {
		const top = layersAt(state, overlay, `/${name}`)?.[0];
		const place = fileIn(row, index);
		if (top)
			return {
				...{ ...tile, key: `hand:merged/${name}`, ...place, size: 12, text: name },
				tone: top.isUpper ? 0 : 'sand',
			};
		return {
			...{ kind: 'label', key: `hand:gone/${name}`, x: place.x + place.width / 2, y: baselineIn(row, 12.5) },
			...{ anchor: 'middle', size: 12.5, tone: 'faint', text: say('gone') },
		};
	});
}

/** Marks that a file's name stands on. */
export const handKeys = (state: HostState, path: string): readonly string[] => {
	const name = path.split('/').findLast((part) => part !== '') ?? '';
	return overlayByHand(state)
		? ['upper', 'merged', 'gone', 'name'].map((each) => `hand:${each}/${name}`)
		: [];
};

export function byHand(state: HostState, view: View): Marks {
	const overlay = overlayByHand(state);
	if (!overlay) return [];
	const all = names(state, overlay);
	const heads = all.map((name, index): Mark => ({
		...{ kind: 'label', key: `hand:name/${name}`, x: columnAt(index) + (COLUMN - 2) / 2, y: MERGED - 10 },
		...{ anchor: 'middle', size: 13, weight: 600, mono: true, text: name, width: COLUMN - 6 },
	}));
	return [
		...heads,
		...rowMarks('merged', mergedRow(0), 'merged', mountPath(state, overlay), false),
		...levels(overlay).flatMap((level) => [
			...rowMarks(level.key, level.row, level.isUpper ? 'upper' : 'lower', level.name, level.isUpper),
			...levelFiles(state, level, all),
		]),
		...mergedFiles(state, overlay, all, view),
		{
			...{
				kind: 'label',
				key: 'hand:mount',
				x: LEFT,
				y: ownRow(6).y + 40,
				size: 12.5,
				mono: true,
				tone: 'ink',
			},
			text: `mount -t overlay overlay -o ${overlay.options.join(',')}`,
			width: 1150,
		},
	];
}
