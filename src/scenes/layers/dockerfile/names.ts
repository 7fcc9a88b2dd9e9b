/** Images as names on ids: each id once, with every name it has, and the layers it is made of. */
import type { Image } from '#host/engine/image.ts';
import type { HostState } from '#host/state.ts';
import type { Mark, Marks } from '#stage/mark.ts';
import { hueOf, placed, shortId } from '../../containers.ts';
import type { View } from '../../scene.ts';
import { digestsOf, lineOf, namedImages, tagsOf } from '../history.ts';
import { ending } from '../headings.ts';
import { imageKey } from '../keys.ts';
import { sizeText } from '../sizeText.ts';

const TOP = 450;
const PITCH = 29;
const HEIGHT = 22;
const LEFT = 24;
const NAME = 142;
const ID = 474;
const ID_WIDTH = 108;
const BLOCKS = 606;
const BLOCKS_RIGHT = 1096;
const USERS = 1106;
/** Images there is room for. */
const MOST = 10;
const MONO = { size: 12.5, mono: true } as const;

const rowY = (index: number): number => TOP + index * PITCH;

const tile = { kind: 'token', height: HEIGHT, size: 12.5, look: 'tile' } as const;

/** Names beside each other; a digest takes the place of the last. */
const PLACES = 3;

function names(state: HostState, image: Image, y: number, { say }: View): Marks {
	const tags = tagsOf(state, image);
	const [digest] = digestsOf(state, image);
	const id = `id:${shortId(image.id)}`;
	const places = digest ? PLACES - 1 : PLACES;
	const count = tags.length > places ? places - 1 : places;
	const at = (index: number): number => LEFT + index * (NAME + 5);
	const shown = tags.slice(0, count).map((tag, index): Mark => ({
		...{ ...tile, key: imageKey(tag), parent: id, x: at(index), y, width: NAME },
		...{ text: ending(tag, NAME - 12, MONO), weight: 600, tone: 'ink', fill: 'surface', title: tag },
		label: say('name.label', { name: tag, id: shortId(image.id) }),
	}));
	const rest = tags.slice(count);
	const more: Mark = {
		...{ ...tile, key: `names:${shortId(image.id)}`, parent: id, x: at(count), y, width: NAME, mono: false },
		...{ text: say('names.more', { count: rest.length }), tone: 'muted', title: rest.join('\n') },
	};
	const none: Mark = {
		...{ ...tile, key: `none:${shortId(image.id)}`, parent: id, x: LEFT, y, width: NAME, mono: true },
		...{ text: '<none>', tone: 'muted', state: 'hollow', fill: 'none', title: say('names.none') },
	};
	const digests = digest
		? [
				{
					...{
						...tile,
						key: `digest:${shortId(digest.split('@')[1] ?? '')}`,
						parent: id,
						x: at(PLACES - 1),
						y,
					},
					...{ width: NAME, tone: 'muted' as const, look: 'pill' as const, fill: 'none' as const },
					...{ text: `@${shortId(digest.split('@')[1] ?? '')}`, title: digest },
				},
			]
		: [];
	return [...(tags.length === 0 ? [none] : shown), ...(rest.length > 0 ? [more] : []), ...digests];
}

function blocks(
	state: HostState,
	image: Image,
	y: number,
	width: number,
	shared: ReadonlySet<string>,
): Marks {
	const filled = image.history.filter((each) => !each.isEmpty);
	return image.chain.flatMap((chain, depth): Mark[] => {
		const layer = state.engine.layers.get(chain);
		if (!layer) return [];
		const text = sizeText(layer.size);
		return [
			{
				...{ ...tile, key: `block:${shortId(image.id)}/${shortId(chain)}`, parent: `made:${shortId(chain)}` },
				...{ x: BLOCKS + depth * (width + 4), y, width, text: width < 48 ? '' : text, tone: 'sand' },
				...{ weight: 500, fill: shared.has(chain) ? 'tint' : 'surface' },
				title: `${shortId(layer.diffId)} ${text} ${lineOf(filled[depth]?.createdBy ?? '')}`,
			},
		];
	});
}

/** Rows in which each of the lowest layers is found more than once. */
function bases(images: readonly Image[]): readonly (readonly [string, readonly number[]])[] {
	const rows = new Map<string, number[]>();
	for (const [row, { chain }] of images.entries())
		if (chain[0] !== undefined) rows.set(chain[0], [...(rows.get(chain[0]) ?? []), row]);
	return [...rows].filter(([, at]) => at.length > 1);
}

const LANES = 4;
/** A bracket beside images that stand on the same lowest layer. */
const brackets = (images: readonly Image[]): Marks =>
	bases(images)
		.slice(0, LANES)
		.flatMap(([chain, rows], lane): readonly Mark[] => {
			const x = BLOCKS - 6 - lane * 5;
			const [first = 0, last = 0] = [rows[0], rows.at(-1)];
			const shared = { kind: 'wire', x: 0, y: 0, tone: 'sand', thickness: 2 } as const;
			const middle = (row: number): number => rowY(row) + HEIGHT / 2;
			return [
				{
					...{ ...shared, key: `base:${shortId(chain)}` },
					points: [
						{ x, y: middle(first) - 1 },
						{ x, y: middle(last) + 1 },
					],
				},
				...rows.map((row): Mark => ({
					...{ ...shared, key: `base:${shortId(chain)}/${shortId(images[row]?.id ?? '')}` },
					points: [
						{ x, y: middle(row) },
						{ x: BLOCKS, y: middle(row) },
					],
				})),
			];
		});

const users = (state: HostState, image: Image, y: number): Marks =>
	placed(state)
		.filter((each) => each.image === image.id)
		.slice(0, 5)
		.map((container, index): Mark => ({
			...{ kind: 'token', key: `uses:${container.name}/${shortId(image.id)}`, x: USERS + index * 16 },
			...{ y: y + 4, width: 13, height: 13, text: '', tone: hueOf(container), title: container.name },
		}));

function imageLine(state: HostState, image: Image, y: number, view: View): Marks {
	return [
		...names(state, image, y, view),
		{
			...{ kind: 'box', key: `id:${shortId(image.id)}`, x: ID, y, width: ID_WIDTH, height: HEIGHT },
			...{ tone: 'ink', fill: 'surface', radius: 6, title: `sha256:${image.id}` },
			label: view.say('id.label', { id: shortId(image.id), count: image.chain.length }),
		},
		{
			...{ kind: 'label', key: `idText:${shortId(image.id)}`, x: ID + ID_WIDTH / 2, y: y + 15 },
			...{ anchor: 'middle', size: 12, mono: true, text: shortId(image.id) },
		},
		...users(state, image, y),
	];
}

/** Those that were made here or are used stay to be seen when there are too many. */
function shownImages(state: HostState): { readonly shown: readonly Image[]; readonly rest: number } {
	const all = namedImages(state);
	if (all.length <= MOST) return { shown: all, rest: 0 };
	const used = new Set(state.engine.containers.values().map((each) => each.image));
	const weight = (image: Image): number =>
		(image.parent || image.comment ? 2 : 0) + (used.has(image.id) ? 1 : 0);
	const kept = new Set(
		[...all.entries()]
			.sort(([i, one], [j, other]) => weight(other) - weight(one) || j - i)
			.slice(0, MOST)
			.map(([, image]) => image),
	);
	return { shown: all.filter((each) => kept.has(each)), rest: all.length - MOST };
}

function headings({ say }: View): Marks {
	const shared = { kind: 'label', y: TOP - 9, size: 13, tone: 'muted' } as const;
	return [
		{ ...shared, key: 'head:names', x: LEFT, text: say('head.names') },
		{ ...shared, key: 'head:ids', x: ID, text: say('head.ids') },
		{ ...shared, key: 'head:layers', x: BLOCKS, text: say('head.layers') },
		{ ...shared, key: 'head:users', x: 1184, anchor: 'end', text: say('head.users') },
	];
}

export function imageNames(state: HostState, view: View): Marks {
	const { shown, rest } = shownImages(state);
	const deepest = Math.max(1, ...shown.map(({ chain }) => chain.length));
	const width = Math.min(66, (BLOCKS_RIGHT - BLOCKS) / deepest - 4);
	const seen = new Map<string, number>();
	for (const { chain } of shown) for (const each of chain) seen.set(each, (seen.get(each) ?? 0) + 1);
	const shared = new Set([...seen].filter(([, count]) => count > 1).map(([chain]) => chain));
	const hidden = state.engine.images.size - namedImages(state).length;
	const says = [
		...(rest > 0 ? [view.say('images.more', { count: rest })] : []),
		...(hidden > 0 ? [view.say('images.between', { count: hidden })] : []),
	].join('  ');
	return [
		...headings(view),
		...brackets(shown),
		...shown.flatMap((image, row) => [
			...imageLine(state, image, rowY(row), view),
			...blocks(state, image, rowY(row), width, shared),
		]),
		...(says
			? [
					{
						...({ kind: 'label', key: 'images:more', x: LEFT, y: 758, size: 12.5, tone: 'muted' } as const),
						text: says,
					},
				]
			: []),
	];
}
