/** docker pull: layers that are here already are not sent again (moby: distribution/pull_v2.go). */
import type { Host } from '../host.ts';
import type { Running } from '../process.ts';
import { announce } from './announce.ts';
import type { Registry } from './engine.ts';
import { EngineError } from './error.ts';
import type { Image, Layer } from './image.ts';
import { addLayer } from './layerStore.ts';
import { compressed, manifestText } from './manifest.ts';
import { parseReference, tagged, type Reference } from './reference.ts';
import { isIntact, isManifestIntact, tagDigest } from './registryPlace.ts';
import { shortId } from './status.ts';
import { registryAt } from './transfer.ts';

type Say = (line: string) => void;
type Manifest = { readonly image: Image; readonly layers: readonly Layer[] };

export function* pullImage(host: Host, text: string, say: Say, isAll = false): Running<void> {
	const reference = parseReference(host, text);
	yield { keys: [], seconds: 0.05 };
	const { place, tags } = registryAt(host, reference);
	const { path, tag = 'latest' } = reference;
	const wanted = isAll
		? tags
				.keys()
				.filter((key) => key.startsWith(`${path}:`))
				.map((key) => key.slice(path.length + 1))
		: [tag];
	for (const each of wanted) pullTag(host, place, { ...reference, tag: each }, say, isAll);
	announce(host, 'image', 'pull', isAll ? reference.repository : tagged(reference), {
		name: reference.repository,
	});
}

function pullTag(host: Host, place: string, reference: Reference, say: Say, isAll: boolean): void {
	const registry = host.state.engine.registries.get(place)!;
	const { path, repository, tag = 'latest' } = reference;
	const digest = reference.digest ?? tagDigest(host.state, registry, path, tag);
	const manifest = digest === undefined ? undefined : registry.manifests.get(digest);
	const name = tagged(reference);
	if (!manifest || digest === undefined)
		throw new EngineError('not found', `manifest for ${name} not found: manifest unknown: manifest unknown`);
	if (!isManifestIntact(host.state, registry, digest, manifestText(manifest.image, manifest.layers)))
		throw new EngineError('system', `manifest verification failed for digest ${digest}`);
	say(`${reference.digest ? name : tag}: Pulling from ${path}`);
	const isNew = fetchLayers(host, registry, manifest, say);
	if (!host.state.engine.images.has(manifest.image.id))
		host.emit({ kind: 'image.add', image: { ...manifest.image, parent: '' } });
	const before = host.state.engine.tags.get(name);
	if (!reference.digest) host.emit({ kind: 'image.tag', id: manifest.image.id, name });
	host.emit({
		kind: 'image.digest',
		id: manifest.image.id,
		reference: `${repository}@${digest}`,
		isGone: false,
	});
	const isUpToDate = before === manifest.image.id && !isNew;
	const what = isUpToDate ? 'Image is up to date for' : 'Downloaded newer image for';
	say(`Digest: ${digest}`);
	say(`Status: ${what} ${isAll ? repository : name}`);
}

/** Whether something had to be sent. */
function fetchLayers(host: Host, registry: Registry, { layers, image }: Manifest, say: Say): boolean {
	if (host.state.engine.images.has(image.id)) return false;
	const missing = layers.filter(({ chain }) => !host.state.engine.layers.has(chain));
	for (const layer of layers)
		say(`${shortId(layer.digest)}: ${missing.includes(layer) ? 'Pulling fs layer' : 'Already exists'}`);
	// All are fetched at once, so the small ones are there first; they are unpacked from the bottom up.
	for (const { digest, size } of [...missing].sort((one, other) => one.size - other.size)) {
		say(`${shortId(digest)}: Verifying Checksum`);
		verify(host, registry, digest, size);
		say(`${shortId(digest)}: Download complete`);
	}
	for (const layer of missing) {
		store(host, registry, layer);
		say(`${shortId(layer.digest)}: Pull complete`);
	}
	return missing.length > 0;
}
/** What arrives must have the digest it was asked for by (moby: distribution/pull_v2.go, layerDescriptor.Download). */
function verify(host: Host, registry: Registry, digest: string, size: number): void {
	if (!isIntact(host.state, registry, digest, compressed(size)))
		throw new EngineError('system', `filesystem layer verification failed for digest ${digest}`);
}

/** A blob unpacks to the layer's files. */
function store(host: Host, registry: Registry, { parent, ...layer }: Layer): void {
	const tree = registry.contents.get(layer.digest) ?? [];
	addLayer(host, { ...layer, ...(parent !== undefined && { parent }), tree });
}
