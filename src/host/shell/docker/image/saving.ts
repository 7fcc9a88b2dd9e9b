/** docker save and docker load: images with their layers in an archive (docker/cli: cli/command/image/{save,load}.go; moby: image/tarexport). */
import { announceImage } from '../../../engine/announce.ts';
import type { Image, Layer } from '../../../engine/image.ts';
import { addLayer } from '../../../engine/layerStore.ts';
import { treeOfLayer } from '../../../engine/layerTrees.ts';
import { imageFound, parseReference, referenceProblem, tagged } from '../../../engine/reference.ts';
import { tagsOf } from '../../../engine/removeImage.ts';
import type { Host } from '../../../host.ts';
import { isErrno } from '../../../kernel/errno.ts';
import { content } from '../../../kernel/files.ts';
import type { Tree, TreeNode } from '../../../kernel/tree.ts';
import type { Running } from '../../../process.ts';
import { archiveText, treeOfArchive } from '../../archive.ts';
import type { Client } from '../client.ts';
import { delivered } from '../delivered.ts';

interface Saved {
	readonly image: Image;
	readonly names: readonly string[];
	readonly layers: readonly { readonly layer: Layer; readonly tree: Tree }[];
}

export function* saveVerb(client: Client): Running<number> {
	const { host, args } = client;
	if (!client.flags.text('output') && client.process.streams.get(1)?.isTerminal)
		client.fail('cowardly refusing to save to a terminal. Use the -o flag or redirect');
	const images = new Map<string, string[]>();
	for (const name of args) {
		const { id } = imageFound(host, name);
		const isName =
			!referenceProblem(host, name) && host.state.engine.tags.has(tagged(parseReference(host, name)));
		images.set(id, [...(images.get(id) ?? []), ...(isName ? [tagged(parseReference(host, name))] : [])]);
	}
	const saved = [...images].map(([id, names]) => savedImage(host, id, names));
	for (const { image } of saved) announceImage(host, `sha256:${image.id}`, 'save', `sha256:${image.id}`);
	return delivered(client, archiveText(archiveTree(host, saved)));
}

function savedImage({ state }: Host, id: string, names: readonly string[]): Saved {
	const image = state.engine.images.get(id)!;
	const layers = image.chain.map((chain) => ({
		layer: state.engine.layers.get(chain)!,
		tree: treeOfLayer(state, chain),
	}));
	return { image: { ...image, parent: '' }, names, layers };
}

const INDEX = 'manifest.json';

/** 26.1 writes an OCI layout (blobs/sha256/…), 20.10 a directory with layer.tar for each layer. */
function archiveTree(host: Host, saved: readonly Saved[]): Tree {
	const is26 = host.profile.major >= 26;
	const file = (path: string, text: string, size = text.length): TreeNode => ({
		...{ path, kind: 'file', mode: 0o644, uid: 0, gid: 0, size, content: text },
		modified: host.state.clock.now,
	});
	const directory = (path: string): TreeNode => ({
		...{ path, kind: 'dir', mode: 0o755, uid: 0, gid: 0, size: 0 },
		modified: host.state.clock.now,
	});
	const layers = saved.flatMap(({ layers }) => layers);
	const own = new Map(layers.map(({ layer }) => [layer.chain, layer] as const));
	const blobs = [...own.values()].flatMap(({ chain, diffId, size }) =>
		is26
			? [file(`blobs/sha256/${diffId.slice(7)}`, '', size)]
			: [
					directory(chain),
					file(`${chain}/VERSION`, '1.0'),
					file(`${chain}/json`, '{}'),
					file(`${chain}/layer.tar`, '', size),
				],
	);
	const top = is26 ? [directory('blobs'), directory('blobs/sha256')] : [];
	const configs = saved.map(({ image }) =>
		file(is26 ? `blobs/sha256/${image.id}` : `${image.id}.json`, JSON.stringify(image.config)),
	);
	const ends = is26 ? [file('index.json', '{}'), file('oci-layout', '{"imageLayoutVersion":"1.0.0"}')] : [];
	return [
		...top,
		...blobs,
		...configs,
		...ends,
		file(INDEX, JSON.stringify(saved)),
		file('repositories', '{}'),
	];
}

export function* loadVerb(client: Client): Running<number> {
	const { flags, host } = client;
	const input = flags.text('input');
	if (!input && client.process.streams.get(0)?.isTerminal)
		client.fail('requested load from stdin, but stdin is empty');
	const text = input ? read(client, input) : yield* client.process.readAll();
	const index = treeOfArchive(text)?.find(({ path }) => path === INDEX)?.content;
	if (index === undefined) return client.fail('Error response from daemon: unexpected EOF');
	for (const saved of JSON.parse(index) as Saved[]) load(client, host, saved);
	return 0;
}

function load(client: Client, host: Host, { image, names, layers }: Saved): void {
	for (const { layer, tree } of layers) {
		const { parent, ...rest } = layer;
		if (!host.state.engine.layers.has(layer.chain))
			addLayer(host, { ...rest, ...(parent && { parent }), tree });
	}
	if (!host.state.engine.images.has(image.id)) host.emit({ kind: 'image.add', image });
	for (const name of names) {
		if (tagsOf(host.state, image.id).includes(name)) continue;
		host.emit({ kind: 'image.tag', id: image.id, name });
	}
	for (const name of names) client.say(`Loaded image: ${name}`);
	if (!names.length) client.say(`Loaded image ID: sha256:${image.id}`);
	announceImage(host, `sha256:${image.id}`, 'load', `sha256:${image.id}`);
}

function read(client: Client, path: string): string {
	try {
		return content(client.host.state, client.process.pid, path);
	} catch (error) {
		if (!isErrno(error)) throw error;
		return client.fail(`open ${path}: ${error.message.toLowerCase()}`);
	}
}
