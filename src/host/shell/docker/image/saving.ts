/** docker save and docker load: images with their layers in an archive (docker/cli: cli/command/image/{save,load}.go; moby: image/tarexport). */
import { announceImage } from '../../../engine/announce.ts';
import type { Image, Layer } from '../../../engine/image.ts';
import { addLayer } from '../../../engine/layerStore.ts';
import { treeOfLayer } from '../../../engine/layerTrees.ts';
import { imageFound, parseReference, referenceProblem, tagged } from '../../../engine/reference.ts';
import { tagsOf } from '../../../engine/removeImage.ts';
import { EngineError } from '../../../engine/error.ts';
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
		const { id } = named(host, name);
		const isName =
			!referenceProblem(host, name) && host.state.engine.tags.has(tagged(parseReference(host, name)));
		images.set(id, [...(images.get(id) ?? []), ...(isName ? [tagged(parseReference(host, name))] : [])]);
	}
	const saved = [...images].map(([id, names]) => savedImage(host, id, names));
	for (const { image } of saved) announceImage(host, `sha256:${image.id}`, 'save', `sha256:${image.id}`);
	return delivered(client, archiveText(archiveTree(host, saved)));
}

/** What is not there is told as it was written. */
function named(host: Host, name: string): Image {
	try {
		return imageFound(host, name);
	} catch {
		throw new EngineError('not found', `No such image: ${name}`);
	}
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

const configPath = (is26: boolean, { image }: Saved): string =>
	is26 ? `blobs/sha256/${image.id}` : `${image.id}.json`;
const layerPath = (is26: boolean, { diffId, chain }: Layer): string =>
	is26 ? `blobs/sha256/${diffId.slice(7)}` : `${chain}/layer.tar`;
/** One image of manifest.json (moby: image/tarexport). */
const manifest = (is26: boolean, saved: Saved): object => ({
	Config: configPath(is26, saved),
	RepoTags: saved.names.length ? saved.names : null,
	Layers: saved.layers.map(({ layer }) => layerPath(is26, layer)),
	...(is26 && {
		LayerSources: Object.fromEntries(
			saved.layers.map(({ layer: { diffId, size } }) => [
				diffId,
				{ mediaType: 'application/vnd.oci.image.layer.v1.tar', size, digest: diffId },
			]),
		),
	}),
});
function repositories(saved: readonly Saved[]): Record<string, Record<string, string>> {
	const all: Record<string, Record<string, string>> = {};
	for (const { names, layers } of saved)
		for (const name of names) {
			const at = name.lastIndexOf(':');
			(all[name.slice(0, at)] ??= {})[name.slice(at + 1)] = layers.at(-1)?.layer.chain ?? '';
		}
	return all;
}

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
	// What only this model asks for again travels in the place of the image's configuration.
	const configs = saved.map((each) => file(configPath(is26, each), JSON.stringify(each)));
	const ends = is26 ? [file('index.json', '{}'), file('oci-layout', '{"imageLayoutVersion":"1.0.0"}')] : [];
	return [
		...top,
		...blobs,
		...configs,
		...ends,
		file(INDEX, `${JSON.stringify(saved.map((each) => manifest(is26, each)))}\n`),
		file('repositories', `${JSON.stringify(repositories(saved))}\n`),
	];
}

export function* loadVerb(client: Client): Running<number> {
	const { flags, host } = client;
	const input = flags.text('input');
	if (!input && client.process.streams.get(0)?.isTerminal)
		client.fail('requested load from stdin, but stdin is empty');
	const text = input ? read(client, input) : yield* client.process.readAll();
	const tree = treeOfArchive(text);
	const index = tree?.find(({ path }) => path === INDEX)?.content;
	if (index === undefined)
		return client.fail(
			`open /var/lib/docker/tmp/docker-import-${temporary(host)}/repositories: no such file or directory`,
		);
	for (const { Config } of JSON.parse(index) as { readonly Config: string }[]) {
		const config = tree?.find(({ path }) => path === Config)?.content;
		if (config !== undefined) load(client, host, JSON.parse(config) as Saved);
	}
	return 0;
}

/** What Go's os.MkdirTemp puts behind a name. */
const temporary = (host: Host): string =>
	String(1_000_000_000 + ((host.state.clock.now % 1e9) | 0)).slice(0, 10);

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
