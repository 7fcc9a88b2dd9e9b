/** What the Dockerfile's lines came to: the steps of the last build, or the history of the image that is chosen. */
import type { BuiltStep, Outcome } from '#host/engine/buildRecord.ts';
import type { Container } from '#host/engine/container.ts';
import type { Image, Layer } from '#host/engine/image.ts';
import type { HostState } from '#host/state.ts';
import type { Fill, IconName, Mark, Marks, State, Tone } from '#stage/mark.ts';
import { hueOf, shortId } from '../../containers.ts';
import type { View } from '../../scene.ts';
import { entriesOf } from '../directories.ts';
import { lineOf, tagsOf } from '../history.ts';
import { sizeText } from '../sizeText.ts';

const TOP = 84;
const BOTTOM = 372;
const PITCH = 29;
const LEFT = 24;
const TEXT = 58;
const OUTCOME = 640;
const ID = 752;
const LAYER = 860;
const RIGHT = 1184;
/** Lines there is room for. */
const MOST = 10;

interface Told {
	readonly key: string;
	readonly number: number;
	readonly text: string;
	readonly outcome?: Outcome;
	readonly image?: string;
	/** Its layer; none where it changed the configuration only. */
	readonly layer?: Layer;
	readonly isEmpty: boolean;
	/** The container in which it runs now. */
	readonly container?: Container;
}

/** A step runs in a container made of the image that the step before ended with. */
const runsIn = (state: HostState, below: string | undefined): Container | undefined =>
	below === undefined
		? undefined
		: [...state.engine.containers.values()].findLast((each) => each.config.image === below);

function stepTold(state: HostState, step: BuiltStep, index: number): Told {
	const image = step.image === undefined ? undefined : state.engine.images.get(step.image);
	const chain = step.isLayer ? image?.chain.at(-1) : undefined;
	const layer = chain === undefined ? undefined : state.engine.layers.get(chain);
	const { text, outcome } = step;
	const container =
		outcome === 'running' ? runsIn(state, state.engine.build?.steps[index - 1]?.image) : undefined;
	return {
		...{ key: `step:${index + 1}`, number: index + 1, text, outcome },
		isEmpty: (outcome === 'built' || outcome === 'cached') && !step.isLayer,
		...(step.image !== undefined && { image: step.image }),
		...(layer && { layer }),
		...(container && { container }),
	};
}

/** The ids of the images that each line of a history ended with, as far as they are here. */
function historyTold(state: HostState, image: Image): readonly Told[] {
	let depth = image.chain.length;
	let at: Image | undefined = image;
	const lines: Told[] = [];
	for (const [i, { createdBy, isEmpty }] of [...image.history.entries()].reverse()) {
		const layer = isEmpty ? undefined : state.engine.layers.get(image.chain[--depth] ?? '');
		const own: Image | undefined = at;
		lines.push({
			...{ key: `step:${i + 1}`, number: i + 1, text: lineOf(createdBy), isEmpty },
			...(own && { image: own.id }),
			...(layer && { layer }),
		});
		at = own?.parent ? state.engine.images.get(own.parent) : undefined;
	}
	return lines.reverse();
}

const chosenImage = (state: HostState, chosen: string | undefined): Image | undefined => {
	const name = /^(?:image|id|digest):(.+)$/.exec(chosen ?? '')?.[1];
	if (name === undefined) return undefined;
	const id = state.engine.tags.get(name) ?? state.engine.tags.get(`${name}:latest`);
	return id === undefined
		? state.engine.images.find((each) => each.id.startsWith(name))
		: state.engine.images.get(id);
};

const LOOKS: Readonly<Record<Outcome, { tone: Tone; fill: Fill; state?: State; icon?: IconName }>> = {
	waiting: { tone: 'faint', fill: 'none', state: 'hollow' },
	running: { tone: 'ink', fill: 'tint', icon: 'process' },
	base: { tone: 'sand', fill: 'tint' },
	cached: { tone: 'water', fill: 'surface', icon: 'check' },
	built: { tone: 'ink', fill: 'full' },
	failed: { tone: 'ink', fill: 'surface', state: 'hollow', icon: 'cross' },
};

function outcomeMark({ number, outcome }: Told, y: number, { say }: View): Marks {
	if (!outcome) return [];
	return [
		{
			...{ kind: 'token', key: `outcome:${number}`, x: OUTCOME, y: y + 2, width: 98, height: 22 },
			...{ text: say(`outcome.${outcome}`), size: 13, mono: false, look: 'tile', ...LOOKS[outcome] },
		},
	];
}

function layerMark(state: HostState, told: Told, y: number, { say }: View): Marks {
	const { layer, isEmpty, number, outcome, container } = told;
	const shared = { kind: 'token', x: LAYER, y: y + 2, height: 23, size: 13, look: 'tile' } as const;
	if (layer) {
		const text = say('layer.size', { size: sizeText(layer.size), count: entriesOf(state, layer) });
		return [
			{
				...{ ...shared, key: `made:${shortId(layer.chain)}`, parent: told.key, width: RIGHT - LAYER },
				...{ text, tone: 'sand', fill: outcome === 'cached' ? 'surface' : 'tint', mono: false, weight: 600 },
				label: say('layer.label', { what: told.text }),
				title: layer.diffId,
			},
		];
	}
	if (container)
		return [
			{
				...{ ...shared, key: `container:${container.name}`, parent: told.key, width: RIGHT - LAYER },
				...{ text: say('step.container', { id: shortId(container.id) }), tone: hueOf(container) },
				...{ fill: 'tint', mono: false, icon: 'container', weight: 600 },
			},
		];
	return isEmpty
		? [
				{
					...{ ...shared, key: `config:${number}`, width: RIGHT - LAYER, text: say('step.config') },
					...{ tone: 'muted', state: 'hollow', fill: 'none', mono: false },
				},
			]
		: [];
}

function stepMarks(state: HostState, told: Told, y: number, view: View): Marks {
	const { key, number, text, image, outcome } = told;
	const shared = { kind: 'label', y: y + 18, size: 14, mono: true } as const;
	const isAhead = outcome === 'waiting';
	return [
		{ ...shared, key: `number:${number}`, x: LEFT, text: String(number), tone: 'muted' },
		{
			...{ ...shared, key, x: TEXT, text, width: OUTCOME - TEXT - 14, weight: 600, title: text },
			...(isAhead && { tone: 'muted' as const }),
			label: text,
		},
		...outcomeMark(told, y, view),
		...(image === undefined
			? []
			: [{ ...shared, key: `ended:${number}`, x: ID, text: shortId(image), size: 13 }]),
		...layerMark(state, told, y, view),
	];
}

/** The line between what the cache had and what had to be made anew. */
function miss(all: readonly Told[], first: number, { say }: View): Marks {
	const at = all.findIndex(
		({ outcome }) => outcome === 'built' || outcome === 'running' || outcome === 'failed',
	);
	if (at <= 0 || !all.slice(0, at).some(({ outcome }) => outcome === 'cached')) return [];
	const y = TOP + (at - first) * PITCH - 1.5;
	if (at < first) return [];
	return [
		{
			...{ kind: 'wire', key: 'miss', x: 0, y: 0, look: 'dotted', thickness: 2, tone: 'ink', layer: 4 },
			points: [
				{ x: LEFT, y },
				{ x: OUTCOME - 8, y },
			],
		},
		{
			...{ kind: 'chip', key: 'miss:says', x: OUTCOME - 12, y: y - 11, anchor: 'end', size: 12 },
			...{ text: say('step.miss'), fill: 'surface', layer: 7 },
		},
	];
}

function headings(title: string, isBuild: boolean, { say }: View): Marks {
	const shared = { kind: 'label', y: 70, size: 13, tone: 'muted' } as const;
	return [
		{ kind: 'label', key: 'build:title', x: LEFT, y: 48, size: 16, weight: 700, text: title, width: 900 },
		{ ...shared, key: 'head:line', x: TEXT, text: say('head.line') },
		...(isBuild ? [{ ...shared, key: 'head:outcome', x: OUTCOME + 2, text: say('head.outcome') }] : []),
		{ ...shared, key: 'head:id', x: ID, text: say('head.id') },
		{ ...shared, key: 'head:layer', x: LAYER + 2, text: say('head.layer') },
	];
}

/** Of too many lines those around the one that is worked on; the others are counted. */
function firstShown(all: readonly Told[]): number {
	const running = all.findIndex(({ outcome }) => outcome === 'running' || outcome === 'waiting');
	const last = running < 0 ? all.length - 1 : running;
	return Math.max(0, Math.min(last - MOST + 4, all.length - (MOST - 1)));
}

const nameOf = (state: HostState, image: Image): string => tagsOf(state, image)[0] ?? shortId(image.id);

export function steps(state: HostState, view: View): Marks {
	const { build, images } = state.engine;
	const chosen = chosenImage(state, view.chosen);
	const image = chosen ?? (build ? undefined : [...images.values()].at(-1));
	const all = image
		? historyTold(state, image)
		: (build?.steps ?? []).map((step, index) => stepTold(state, step, index));
	const title = image
		? view.say('build.history', { name: nameOf(state, image) })
		: view.say('build.title', { tag: build?.tags[0] ?? '.' });
	const first = all.length > MOST ? firstShown(all) : 0;
	const shown = all.slice(first, first + (all.length > MOST ? MOST - 1 : MOST));
	const rest: Mark = {
		...{ kind: 'label', key: 'steps:more', x: TEXT, y: BOTTOM - 2, size: 12.5, tone: 'muted' },
		text: view.say('steps.more', { count: all.length - shown.length }),
	};
	return [
		...headings(title, !image, view),
		...shown.flatMap((told, i) => stepMarks(state, told, TOP + i * PITCH - 2, view)),
		...(image ? [] : miss(all, first, view)),
		...(all.length > shown.length ? [rest] : []),
	];
}
