/**
 * Which registry answers at a name, and where it keeps what it is given: the one beside the host in memory, one in a
 * container in files below /var/lib/registry (distribution: registry/storage/paths.go).
 */
import type { Host } from '../host.ts';
import type { DiskPlace, Inode } from '../kernel/file.ts';
import { exists, plant } from '../kernel/files.ts';
import { isFrozen } from '../kernel/control.ts';
import { portKey, type Socket } from '../kernel/net.ts';
import { inodeAt } from '../kernel/overlay.ts';
import { lookup } from '../kernel/path.ts';
import type { Task } from '../kernel/task.ts';
import type { HostState } from '../state.ts';
import type { Registry } from './engine.ts';
import { directoryNode, fileNode } from './layerFiles.ts';

export const STORAGE = '/var/lib/registry';
export const MEMORY = 'memory';
const TOP = 'docker/registry/v2';

/** Where a registry's task keeps its files; the same directory is the same registry, whoever serves it. */
export function placeOfTask(state: HostState, task: Task): string | undefined {
	if (task.comm === 'docker-registry') return MEMORY;
	if (task.comm !== 'registry' || !exists(state, task.pid, STORAGE)) return undefined;
	const { device, inode } = lookup(state, task.pid, STORAGE);
	return `${device}:${inode.inode}`;
}

const listeners = (state: HostState, namespace: number, port: number): readonly Socket[] => {
	const net = state.nets.get(namespace);
	const ids = net?.ports.get(portKey({ protocol: 'tcp', port })) ?? [];
	return ids.flatMap((id) => net?.sockets.get(id) ?? []);
};
const argumentOf = ({ argv }: Task, name: string): string => argv[argv.indexOf(name) + 1] ?? '';

/** The task behind a port of the host: who listens there, or whom docker-proxy leads to. */
function serving(state: HostState, namespace: number, port: number): Task | undefined {
	const tasks = listeners(state, namespace, port).flatMap(({ pid }) => state.tasks.get(pid) ?? []);
	const proxy = tasks.find(({ comm }) => comm.startsWith('docker-pr'));
	if (!proxy) return tasks[0];
	const id = state.engine.ports.entries().find(([key]) => key.startsWith('tcp:') && key.endsWith(`:${port}`));
	const main = id && state.tasks.get(state.engine.containers.get(id[1])?.state.pid ?? 0);
	return main && serving(state, main.namespaces.net, Number(argumentOf(proxy, '-container-port')));
}

export interface Reached {
	readonly task: Task;
	readonly place: string | undefined;
	readonly isFrozen: boolean;
}

/** Who answers on a port of the host. */
export function reached(host: Host, port: number): Reached | undefined {
	const { state } = host;
	const daemon = state.engine.daemon ?? 1;
	const task = serving(state, state.tasks.get(daemon)!.namespaces.net, port);
	return task && { task, place: placeOfTask(state, task), isFrozen: isFrozen(state, task.pid) };
}

const directoryOf = ({ place }: Registry): DiskPlace | undefined => {
	if (place === MEMORY) return undefined;
	const [device = 0, inode = 0] = place.split(':').map(Number);
	return { device, inode };
};

/** A file of a registry that keeps files. */
export function storedFile(state: HostState, registry: Registry, path: string): Inode | undefined {
	const top = directoryOf(registry);
	let inode = top && inodeAt(state, top);
	for (const name of `${TOP}/${path}`.split('/')) {
		const number = inode?.entries?.get(name);
		inode = top && number !== undefined ? inodeAt(state, { device: top.device, inode: number }) : undefined;
	}
	return inode;
}

const blobPath = (digest: string): string => {
	const hex = digest.replace('sha256:', '');
	return `blobs/sha256/${hex.slice(0, 2)}/${hex}/data`;
};
const linkPath = (repository: string, tag: string): string =>
	`repositories/${repository}/_manifests/tags/${tag}/current/link`;

/** What a tag leads to now: its link file says so, whoever wrote it last. */
export function tagDigest(
	state: HostState,
	registry: Registry,
	repository: string,
	tag: string,
): string | undefined {
	const known = registry.tags.get(`${repository}:${tag}`);
	if (registry.place === MEMORY || known === undefined) return known;
	return storedFile(state, registry, linkPath(repository, tag))?.content?.trim();
}

/** Whether a blob is on the registry's disk as it was sent: as long, and not written to since. */
export function isIntact(state: HostState, registry: Registry, digest: string, size: number): boolean {
	if (registry.place === MEMORY) return true;
	const found = storedFile(state, registry, blobPath(digest));
	return found !== undefined && found.size === size && found.content === undefined;
}
/** Whether a manifest's text is still the one its digest was taken of. */
export function isManifestIntact(
	state: HostState,
	registry: Registry,
	digest: string,
	text: string,
): boolean {
	return registry.place === MEMORY || storedFile(state, registry, blobPath(digest))?.content === text;
}

/** A file below /var/lib/registry, with the directories above it. */
function store(host: Host, registry: Registry, path: string, file: { size: number; content?: string }): void {
	const task = host.state.tasks.find((each) => placeOfTask(host.state, each) === registry.place);
	if (!task || registry.place === MEMORY) return;
	const { now } = host.state.clock;
	const full = `${TOP}/${path}`;
	const parts = full.split('/');
	const above = parts.slice(0, -1).map((_, i) => parts.slice(0, i + 1).join('/'));
	const { content: _, ...node } = fileNode(full, '', now);
	const missing = above.filter((each) => !exists(host.state, task.pid, `${STORAGE}/${each}`));
	plant(host, task.pid, STORAGE, [
		...missing.map((each) => directoryNode(each, 0o755, now)),
		{ ...node, ...file },
	]);
}

export const storeBlob = (host: Host, registry: Registry, digest: string, size: number): void =>
	store(host, registry, blobPath(digest), { size });

export function storeManifest(
	host: Host,
	registry: Registry,
	{ repository, tag, digest, text }: Readonly<Record<'repository' | 'tag' | 'digest' | 'text', string>>,
): void {
	store(host, registry, blobPath(digest), { size: text.length, content: text });
	store(host, registry, linkPath(repository, tag), { size: digest.length, content: digest });
}
