/** Layers on both sides: those the host has unpacked, and the blobs a registry keeps of them, each in one row. */
import type { Registry } from '#host/engine/engine.ts';
import type { Layer } from '#host/engine/image.ts';
import { compressed } from '#host/engine/manifest.ts';
import { isIntact } from '#host/engine/registryPlace.ts';
import type { HostState } from '#host/state.ts';
import type { Mark, Marks } from '#stage/mark.ts';
import { shortId } from '../../containers.ts';
import type { View } from '../../scene.ts';
import { sizeText } from '../sizeText.ts';
import { shippedImages } from './manifests.ts';
import { BLOBS, CENTRE_LEFT, CENTRE_RIGHT, LEFT, RIGHT } from './shipRoom.ts';

const PITCH = 36;
const HEIGHT = 29;
const MOST = 9;

interface Shipped {
	readonly layer: Layer;
	readonly isHere: boolean;
	/** The repository of the registry that has it. */
	readonly there: string | undefined;
}

/** Each layer of images that have a name in a registry, and each blob that one keeps: in the order they came. */
export function shipped(state: HostState, registry: Registry | undefined): readonly Shipped[] {
	const layers = new Map<string, Layer>();
	for (const image of shippedImages(state))
		for (const chain of image.chain) {
			const layer = state.engine.layers.get(chain);
			if (layer) layers.set(layer.digest, layer);
		}
	for (const manifest of registry?.manifests.values() ?? [])
		for (const layer of manifest.layers) if (!layers.has(layer.digest)) layers.set(layer.digest, layer);
	const blobs = registry?.blobs.keys() ?? [];
	return [...layers.values()].map((layer) => ({
		layer,
		isHere: state.engine.layers.has(layer.chain),
		there: blobs.find((key) => key.endsWith(`@${layer.digest}`))?.split('@')[0],
	}));
}

const token = { kind: 'token', height: HEIGHT, size: 13.5, look: 'tile', tone: 'sand' } as const;

function hostCell({ layer, isHere }: Shipped, y: number, { say }: View): Mark {
	const id = shortId(layer.digest);
	const place = { x: LEFT, y, width: CENTRE_LEFT - LEFT };
	if (!isHere)
		return {
			...{ ...token, ...place, key: `missing:${id}`, text: say('ship.missing'), mono: false },
			...{ state: 'hollow', fill: 'none', tone: 'muted' },
		};
	return {
		...{ ...token, ...place, key: `layer:${shortId(layer.chain)}`, parent: `blob:${id}`, fill: 'tint' },
		...{ text: say('ship.unpacked', { id: shortId(layer.diffId), size: sizeText(layer.size) }) },
		label: say('ship.unpacked', { id: shortId(layer.diffId), size: sizeText(layer.size) }),
		title: layer.diffId,
	};
}

function registryCell(
	state: HostState,
	registry: Registry,
	{ layer, there }: Shipped,
	y: number,
	{ say }: View,
): Marks {
	if (there === undefined) return [];
	const size = compressed(layer.size);
	const isWhole = isIntact(state, registry, layer.digest, size);
	const id = shortId(layer.digest);
	const values = { id, size: sizeText(size), repository: there };
	return [
		{
			...{ ...token, key: `blob:${id}`, parent: `layer:${shortId(layer.chain)}`, x: CENTRE_RIGHT, y },
			...{ width: RIGHT - CENTRE_RIGHT, text: say(isWhole ? 'ship.blob' : 'ship.tampered', values) },
			...(isWhole
				? { fill: 'tint' as const }
				: { state: 'hatched' as const, icon: 'cross' as const, tone: 'ink' as const }),
			label: say(isWhole ? 'ship.blob' : 'ship.tampered', values),
			title: layer.digest,
		},
	];
}

/** Both sides have it: nothing of it is sent. */
const link = ({ layer, isHere, there }: Shipped, y: number): Marks =>
	isHere && there !== undefined
		? [
				{
					...{ kind: 'wire', key: `same:${shortId(layer.digest)}`, x: 0, y: 0, tone: 'sand', thickness: 2 },
					points: [
						{ x: CENTRE_LEFT, y: y + HEIGHT / 2 },
						{ x: CENTRE_RIGHT, y: y + HEIGHT / 2 },
					],
				},
			]
		: [];

export function blobs(state: HostState, registry: Registry | undefined, view: View): Marks {
	const all = shipped(state, registry);
	const shown = all.slice(0, all.length > MOST ? MOST - 1 : MOST);
	const shared = { kind: 'label', y: BLOBS - 10, size: 13.5, tone: 'muted' } as const;
	const more: Mark = {
		...{ kind: 'label', key: 'blobs:more', x: LEFT, y: BLOBS + (MOST - 1) * PITCH + 18, size: 13.5 },
		...{ tone: 'muted', text: view.say('ship.more', { count: all.length - shown.length }) },
	};
	return [
		{ ...shared, key: 'head:unpacked', x: LEFT, text: view.say('ship.head.layers') },
		...(registry
			? [{ ...shared, key: 'head:blobs', x: CENTRE_RIGHT, text: view.say('ship.head.blobs') }]
			: []),
		...shown.flatMap((each, row) => {
			const y = BLOBS + row * PITCH;
			return [
				...link(each, y),
				hostCell(each, y, view),
				...(registry ? registryCell(state, registry, each, y, view) : []),
			];
		}),
		...(all.length > shown.length ? [more] : []),
	];
}
