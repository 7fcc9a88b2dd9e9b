/** docker push: blobs the registry has are not sent again, and another repository's are mounted (moby: distribution/push_v2.go). */
import type { Host } from '../host.ts';
import type { Running } from '../process.ts';
import { announce } from './announce.ts';
import { EngineError } from './error.ts';
import type { Image, Layer } from './image.ts';
import { treeOfLayer } from './layerTrees.ts';
import { compressed, configSize, manifestDigest, manifestText } from './manifest.ts';
import { parseReference, tagged, type Reference } from './reference.ts';
import { storeBlob, storeManifest } from './registryPlace.ts';
import { shortId } from './status.ts';
import { registryAt } from './transfer.ts';

type Say = (line: string) => void;

export function* pushImage(host: Host, text: string, isAll: boolean, say: Say): Running<void> {
	const reference = parseReference(host, text);
	const { repository, domain, path } = reference;
	say(`The push refers to repository [${domain === 'docker.io' ? `docker.io/${path}` : repository}]`);
	const names = isAll
		? host.state.engine.tags.keys().filter((name) => name.startsWith(`${repository}:`))
		: [tagged(reference)].filter((name) => host.state.engine.tags.has(name));
	const hasOthers = host.state.engine.tags.keys().some((name) => name.startsWith(`${repository}:`));
	if (!names.length)
		throw new EngineError(
			'not found',
			hasOthers
				? `tag does not exist: ${tagged(reference)}`
				: `An image does not exist locally with the tag: ${repository}`,
		);
	yield { keys: [], seconds: 0.05 };
	const { place } = registryAt(host, reference);
	for (const name of names) pushTag(host, place, parseReference(host, name), say);
	announce(host, 'image', 'push', tagged(reference), { name: repository });
}

function pushTag(host: Host, place: string, reference: Reference, say: Say): void {
	const { repository, path, tag = 'latest' } = reference;
	const image = host.state.engine.images.get(host.state.engine.tags.get(tagged(reference))!)!;
	const layers = image.chain.map((chain) => host.state.engine.layers.get(chain)!);
	const upperFirst = [...layers].reverse();
	for (const { diffId } of upperFirst) say(`${shortId(diffId)}: Preparing`);
	for (const layer of upperFirst) say(`${shortId(layer.diffId)}: ${sent(host, place, path, layer)}`);
	const text = manifestText(image, layers);
	const digest = manifestDigest(text);
	const registry = host.state.engine.registries.get(place)!;
	storeBlob(host, registry, `sha256:${image.id}`, configSize(image));
	storeManifest(host, registry, { repository: path, tag, digest, text });
	host.emit({ kind: 'registry.manifest', place, repository: path, tag, digest, image: bare(image), layers });
	host.emit({ kind: 'image.digest', id: image.id, reference: `${repository}@${digest}`, isGone: false });
	say(`${tag}: digest: ${digest} size: ${text.length}`);
}
/** A registry knows nothing of the builder's parents. */
const bare = (image: Image): Image => ({ ...image, parent: '' });

function sent(host: Host, place: string, path: string, { chain, digest, size }: Layer): string {
	const registry = host.state.engine.registries.get(place)!;
	const { blobs } = registry;
	if (blobs.has(`${path}@${digest}`)) return 'Layer already exists';
	const elsewhere = blobs.keys().find((key) => key.endsWith(`@${digest}`));
	const tree = elsewhere ? {} : { tree: treeOfLayer(host.state, chain) };
	if (!elsewhere) storeBlob(host, registry, digest, compressed(size));
	host.emit({ kind: 'registry.blob', place, repository: path, digest, bytes: size, ...tree });
	return elsewhere ? `Mounted from ${elsewhere.slice(0, elsewhere.indexOf('@'))}` : 'Pushed';
}
