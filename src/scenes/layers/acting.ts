/** What an event of the host is, as a change in files and layers. */
import type { Container } from '#host/engine/container.ts';
import type { Image } from '#host/engine/image.ts';
import type { HostEvent } from '#host/event.ts';
import type { HostState } from '#host/state.ts';
import { containerOfOverlay, containerOfPath, containerOfTask } from '#host/whose.ts';
import type { BeatEvent } from '#timeline/timeline.ts';
import { shortId } from '../containers.ts';
import { hostDisk, OVERLAY2 } from '../hostDisk.ts';
import { handKeys } from './byHand.ts';
import { columnOf } from './columns.ts';
import { imageKey, layerKey, mergedFile, upperFile } from './keys.ts';
import { destinationsOf, mountAt } from './lookup.ts';
import { sourcesOf } from './mounts.ts';
import { tagsOf } from './history.ts';

type Keys = readonly string[];
type EventOf<K extends HostEvent['kind']> = Extract<HostEvent, { readonly kind: K }>;

const either = <T>(
	before: HostState,
	after: HostState,
	find: (state: HostState) => T | undefined,
): T | undefined => find(after) ?? find(before);

/** A path as a container sees it: where it is in the picture now, or was. */
function ofFile(container: Container, path: string, before: HostState, after: HostState): Keys {
	const mount = mountAt(container, path);
	if (mount)
		return [`mounted:${container.name}${mount.destination}`, ...ofSource(mount.name ?? mount.source, after)];
	const column = either(before, after, (state) => columnOf(state, path));
	if (!column) return [`layer:${container.name}/upper`];
	const { name } = container;
	return [
		upperFile(name, column),
		mergedFile(name, column),
		`copy:${name}/${column.name}`,
		`gone:${name}/${column.name}`,
		`path:${column.name}`,
	];
}

const ofSource = (name: string, state: HostState): Keys =>
	sourcesOf(state).flatMap((each) => (each.name === name || name.startsWith(each.name) ? [each.key] : []));

const inOverlay = (
	{ overlay, path }: { readonly overlay: number; readonly path: string },
	before: HostState,
	after: HostState,
): Keys => {
	const container = either(before, after, (state) => containerOfOverlay(state, overlay));
	return container ? ofFile(container, path, before, after) : handKeys(after, path);
};

/** The path that a container knows a file of the host's disk by, if it lies in its writable or merged directory. */
const insideOf = ({ layer }: Container, path: string): string | undefined => {
	const part = ['diff', 'merged'].find((each) => path.startsWith(`${OVERLAY2}/${layer}/${each}/`));
	return part && path.slice(`${OVERLAY2}/${layer}/${part}`.length);
};

/** A file that is on no disk: on a tmpfs that was asked for, or on one that every container has. */
function inMemory(container: Container, path: string): Keys {
	const destination = destinationsOf(container).find((each) => path.startsWith(`${each}/`));
	return destination
		? [`mounted:${container.name}${destination}`, `tmpfs:${container.name}${destination}`]
		: [];
}

function inContainer(
	container: Container,
	path: string,
	device: number,
	before: HostState,
	after: HostState,
): Keys {
	return device === hostDisk(after)?.device
		? ofFile(container, path, before, after)
		: inMemory(container, path);
}

function onDisk(
	event: EventOf<'file.put' | 'file.remove' | 'file.rename'>,
	before: HostState,
	after: HostState,
): Keys {
	const { path, by, device } = event;
	const owner = either(before, after, (state) => containerOfPath(state, path));
	if (owner) {
		const inside = insideOf(owner, path);
		if (inside) return inContainer(owner, inside, device, before, after);
		return path.startsWith(OVERLAY2)
			? [`layer:${owner.name}/${path.includes('-init') ? 'init' : 'upper'}`]
			: [];
	}
	if (path.startsWith(OVERLAY2)) return ['making:layer'];
	const container = either(before, after, (state) => containerOfTask(state, by));
	if (container) return inContainer(container, path, device, before, after);
	const sources = sourcesOf(after).filter((each) => each.path && path.startsWith(each.path));
	return [...sources.map(({ key }) => key), ...handKeys(after, path)];
}

function ofMount(event: EventOf<'mount.add'>, before: HostState, after: HostState): Keys {
	const { mount, by, why } = event;
	const whole = either(before, after, (state) => containerOfOverlay(state, mount.device));
	if (whole && why === 'rootfs') return [`mount:${whole.name}`, `container:${whole.name}`];
	const container =
		either(before, after, (state) => containerOfTask(state, by)) ??
		either(before, after, (state) => containerOfPath(state, mount.path));
	if (!container) return why === 'rootfs' ? ['making:layer'] : ['hand:merged', 'hand:upper', 'hand:mount'];
	const target = mount.path.replace(/^.*\/merged(?=\/|$)/, '');
	const point = container.mounts.find((each) => each.destination === target);
	if (point) return [`mounted:${container.name}${target}`, ...ofSource(point.name ?? point.source, after)];
	return why === 'rootfs' || why === 'tmpfs'
		? [`mount:${container.name}`, `container:${container.name}`, `mounted:${container.name}${target}`]
		: [];
}

function ofUnmount({ namespace, id }: EventOf<'mount.remove'>, before: HostState, after: HostState): Keys {
	const mount = before.mounts.get(namespace)?.mounts.get(id);
	const container = mount && either(before, after, (state) => containerOfOverlay(state, mount.device));
	return container
		? [`mount:${container.name}`, `container:${container.name}`, `unmounted:${container.name}`]
		: [];
}

const ofImage = (image: Image | undefined, before: HostState, after: HostState): Keys =>
	image
		? [
				...[...tagsOf(after, image), ...tagsOf(before, image)].map(imageKey),
				`id:${shortId(image.id)}`,
				`none:${shortId(image.id)}`,
			]
		: [];

function ofContainer(event: EventOf<'container.change'>, before: HostState, after: HostState): Keys {
	const container = either(before, after, (state) => state.engine.containers.get(event.id));
	if (!container) return [];
	const isMount = event.why === 'mounted' || event.why === 'unmounted';
	return [`container:${container.name}`, ...(isMount ? [`mount:${container.name}`] : [])];
}

function ofDigest(reference: string, { engine }: HostState): Keys {
	const [repository = '', digest = ''] = reference.split('@');
	const own = engine.tags.keys().filter((name) => name.startsWith(`${repository}:`));
	const short = shortId(digest);
	return [`digest:${short}`, ...own.map((name) => `digest:${short}/${name}`), `digested:${short}`];
}

export function acting(event: BeatEvent, before: HostState, after: HostState): Keys {
	switch (event.kind) {
		case 'overlay.copyUp':
		case 'overlay.whiteout':
		case 'overlay.opaque':
			return inOverlay(event, before, after);
		case 'file.put':
		case 'file.remove':
		case 'file.rename':
			return onDisk(event, before, after);
		case 'mount.add':
			return ofMount(event, before, after);
		case 'mount.remove':
			return ofUnmount(event, before, after);
		case 'container.create':
			return [
				`layer:${event.container.name}/upper`,
				`layer:${event.container.name}/init`,
				`container:${event.container.name}`,
				...ofImage(after.engine.images.get(event.container.image), before, after),
			];
		case 'container.change':
			return ofContainer(event, before, after);
		case 'container.remove':
			return ofImage(
				after.engine.images.get(before.engine.containers.get(event.id)?.image ?? ''),
				before,
				after,
			);
		case 'build.begin':
			return event.steps.map((_, i) => `step:${i + 1}`);
		case 'build.step':
			return [`step:${event.index + 1}`, `outcome:${event.index + 1}`];
		case 'layer.add':
			return [layerKey(event.layer), `missing:${shortId(event.layer.digest)}`];
		case 'layer.remove':
			return [layerKey(event)];
		case 'image.add':
			return ofImage(event.image, before, after);
		case 'image.remove':
			return ofImage(before.engine.images.get(event.id), before, after);
		case 'image.tag':
		case 'image.untag':
			return [imageKey(event.name), `id:${shortId(event.id)}`];
		case 'image.digest':
			return ofDigest(event.reference, after);
		case 'registry.open':
			return ['side:registry', 'side:registry/name'];
		case 'registry.blob':
			return [`blob:${shortId(event.digest)}`, `same:${shortId(event.digest)}`];
		case 'registry.manifest':
			return [`manifest:${shortId(event.digest)}`, `tag:${event.repository}:${event.tag}`];
		case 'volume.create':
			return ofSource(event.volume.name, after);
		case 'volume.remove':
			return ofSource(event.name, before);
		default:
			return [];
	}
}
