/** Names on both sides: what the host calls an image and by which digest it knows it, and what a registry's tags lead to. */
import type { Registry } from '#host/engine/engine.ts';
import type { Image } from '#host/engine/image.ts';
import { tagDigest } from '#host/engine/registryPlace.ts';
import type { HostState } from '#host/state.ts';
import type { Mark, Marks } from '#stage/mark.ts';
import { shortId } from '../../containers.ts';
import type { View } from '../../scene.ts';
import { ending } from '../headings.ts';
import { imageKey } from '../keys.ts';
import { CENTRE_LEFT, CENTRE_RIGHT, LEFT, NAMES, RIGHT } from './shipRoom.ts';

const PITCH = 40;
const HEIGHT = 30;
/** Names there is room for on each side. */
const MOST = 6;
const DIGEST = 178;
const ID = 124;
const MONO = { size: 13.5, mono: true } as const;

/** A name that begins with a host or a port leads to a registry of one's own. */
const isElsewhere = (name: string): boolean => /^(localhost|[^/]*[.:][^/]*)\//.test(name);

interface Named {
	readonly name: string;
	readonly image: Image;
	/** By which the host knows it, once it was pushed or pulled. */
	readonly digest: string | undefined;
}

function named(state: HostState): readonly Named[] {
	const { tags, digests, images } = state.engine;
	const repository = (name: string): string => name.replace(/:[^:/]*$/, '');
	const own = tags.entries().flatMap(([name, id]): Named[] => {
		const image = images.get(id);
		const known = digests
			.entries()
			.find(([key, each]) => each === id && key.startsWith(`${repository(name)}@`))?.[0];
		return image && isElsewhere(name) ? [{ name, image, digest: known?.split('@')[1] }] : [];
	});
	const bare = digests.entries().flatMap(([reference, id]): Named[] => {
		const [name = '', digest] = reference.split('@');
		const image = images.get(id);
		const isTagged = own.some((each) => each.digest === digest && repository(each.name) === name);
		return image && !isTagged ? [{ name: `${name}@${shortId(digest ?? '')}`, image, digest }] : [];
	});
	return [...own, ...bare];
}

export const shippedImages = (state: HostState): readonly Image[] => [
	...new Set(named(state).map(({ image }) => image)),
];

interface Kept {
	readonly name: string;
	readonly digest: string;
	readonly isTagged: boolean;
}

/** What the registry's tags lead to, those to the same side by side, and manifests that no tag leads to any more. */
function kept(state: HostState, registry: Registry): readonly Kept[] {
	const tags = registry.tags.keys().flatMap((key): Kept[] => {
		const colon = key.lastIndexOf(':');
		const digest = tagDigest(state, registry, key.slice(0, colon), key.slice(colon + 1));
		return digest === undefined ? [] : [{ name: key, digest, isTagged: true }];
	});
	const rest = registry.manifests
		.entries()
		.filter(([digest]) => !tags.some((each) => each.digest === digest))
		.map(([digest, { repository }]): Kept => ({ name: `${repository}@`, digest, isTagged: false }));
	const together = tags.flatMap((each, index) =>
		tags.findIndex(({ digest }) => digest === each.digest) === index
			? tags.filter(({ digest }) => digest === each.digest)
			: [],
	);
	return [...together, ...rest];
}

const brief = (digest: string): string => `sha256:${shortId(digest)}`;
const tile = { kind: 'token', height: HEIGHT, size: 13.5, look: 'tile', weight: 600 } as const;

function hostName({ name, image, digest }: Named, y: number, { say }: View): Marks {
	const width = CENTRE_LEFT - LEFT - DIGEST - ID - 16;
	const id = shortId(image.id);
	return [
		{
			...{ ...tile, key: name.includes('@') ? `digested:${shortId(digest ?? '')}` : imageKey(name) },
			...{
				parent: `held:${name}`,
				x: LEFT,
				y,
				width,
				text: ending(name.replace(/@.*/, '@'), width - 12, MONO),
				title: name,
			},
			...{ tone: 'ink', fill: 'surface', label: say('name.label', { name, id }) },
		},
		{
			...{ ...tile, key: `held:${name}`, x: LEFT + width + 8, y, width: ID, text: id, weight: 500 },
			...{ tone: 'muted', fill: 'none', look: 'pill', title: `sha256:${image.id}` },
		},
		...(digest === undefined
			? []
			: [
					{
						...{ ...tile, key: `digest:${shortId(digest)}/${name}`, parent: imageKey(name), y },
						...{ x: CENTRE_LEFT - DIGEST, width: DIGEST, text: brief(digest), title: digest },
						...{ tone: 'water' as const, fill: 'surface' as const },
					},
				]),
	];
}

/** One for all tags that lead to it. */
function manifestTile({ name, digest, isTagged }: Kept, rows: number, y: number, { say }: View): Mark {
	const values = { name, digest: shortId(digest) };
	return {
		...{ ...tile, key: `manifest:${shortId(digest)}`, x: CENTRE_RIGHT, y, width: DIGEST },
		...{ text: brief(digest), tone: 'water', fill: isTagged ? 'tint' : 'none', title: digest },
		...(!isTagged && { state: 'hollow' as const }),
		height: (rows - 1) * PITCH + HEIGHT,
		label: say(isTagged ? 'ship.manifest' : 'ship.untagged', values),
	};
}

function registryName(each: Kept, row: number, all: readonly Kept[], view: View): Marks {
	const { name, digest, isTagged } = each;
	const x = CENTRE_RIGHT + DIGEST + 8;
	const y = NAMES + row * PITCH;
	const same = all.filter((other) => other.digest === digest);
	const names = same.map((other) => other.name).join(', ');
	return [
		...(same[0] === each ? [manifestTile({ ...each, name: names }, same.length, y, view)] : []),
		{
			...{ ...tile, key: isTagged ? `tag:${name}` : `untagged:${shortId(digest)}`, x, y },
			...{ width: RIGHT - x, text: isTagged ? ending(name, RIGHT - x - 12, MONO) : view.say('ship.notag') },
			...{ tone: isTagged ? 'ink' : 'muted', fill: isTagged ? 'surface' : 'none', mono: isTagged },
			...(!isTagged && { state: 'hollow' as const }),
			parent: `manifest:${shortId(digest)}`,
		},
	];
}

/** Both sides speak of the same manifest. */
function links(here: readonly Named[], there: readonly Kept[]): Marks {
	return here.flatMap(({ name, digest }, row): Mark[] => {
		const other = there.findIndex((each) => each.digest === digest);
		if (digest === undefined || other < 0) return [];
		return [
			{
				...{ kind: 'wire', key: `agrees:${name}`, x: 0, y: 0, curve: 'across', tone: 'water', thickness: 2 },
				points: [
					{ x: CENTRE_LEFT, y: NAMES + row * PITCH + HEIGHT / 2 },
					{ x: CENTRE_RIGHT, y: NAMES + other * PITCH + HEIGHT / 2 },
				],
			},
		];
	});
}

const rest = (key: string, x: number, count: number, { say }: View): Marks =>
	count > 0
		? [
				{
					...{ kind: 'label', key, x, y: NAMES + MOST * PITCH + 6, size: 13.5, tone: 'muted' },
					text: say('ship.more', { count }),
				} as const,
			]
		: [];

export function manifests(state: HostState, registry: Registry | undefined, view: View): Marks {
	const all = named(state);
	const here = all.slice(0, MOST);
	const everything = registry ? kept(state, registry) : [];
	const there = everything.slice(0, MOST);
	const shared = { kind: 'label', y: NAMES - 12, size: 13.5, tone: 'muted' } as const;
	const { say } = view;
	return [
		{ ...shared, key: 'head:names', x: LEFT, text: say('ship.head.names') },
		{ ...shared, key: 'head:known', x: CENTRE_LEFT, anchor: 'end', text: say('ship.head.known') },
		...(registry
			? [{ ...shared, key: 'head:manifests', x: CENTRE_RIGHT, text: say('ship.head.manifests') }]
			: []),
		...links(here, there),
		...here.flatMap((each, row) => hostName(each, NAMES + row * PITCH, view)),
		...there.flatMap((each, row, all) => registryName(each, row, all, view)),
		...rest('names:more', LEFT, all.length - here.length, view),
		...rest('manifests:more', CENTRE_RIGHT, everything.length - there.length, view),
	];
}
