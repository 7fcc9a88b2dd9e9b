/** docker cp (docker/cli: cli/command/container/cp.go; moby: daemon/archive_unix.go). */
import { announceContainer } from '../../../engine/announce.ts';
import type { Container } from '../../../engine/container.ts';
import { containerFound } from '../../../engine/containerFound.ts';
import { layerPaths, mountLayers, unmountLayers } from '../../../engine/layerStore.ts';
import { daemonPid } from '../../../engine/volumes.ts';
import { isErrno } from '../../../kernel/errno.ts';
import { exists, plant, status, treeAt } from '../../../kernel/files.ts';
import type { Tree } from '../../../kernel/tree.ts';
import type { Running } from '../../../process.ts';
import { archiveText, treeOfArchive } from '../../archive.ts';
import type { Client } from '../client.ts';
import { absolute } from './mounts.ts';

interface Side {
	readonly container?: string;
	readonly path: string;
}

/** `NAME:PATH`; a path that begins with / or . is the client's own. */
function sideOf(text: string): Side {
	const at = text.indexOf(':');
	if (at <= 0 || /^[/.]/.test(text)) return { path: text };
	return { container: text.slice(0, at), path: text.slice(at + 1) };
}

export function* cpVerb(client: Client): Running<number> {
	const [from, to] = client.args.map(sideOf) as [Side, Side];
	if (from.container && to.container) client.fail('copying between containers is not supported');
	if (from.container) return yield* copyOut(client, from.container, from.path, to.path);
	if (to.container) return yield* copyIn(client, from.path, to.container, to.path);
	return client.fail('must specify at least one container source');
}

interface View {
	readonly pid: number;
	/** Where the container's `/` is in that task's view. */
	readonly root: string;
	readonly leave: () => void;
}

/** A running container is looked at through its own mounts, another through its layers, mounted for the while. */
function viewOf({ host }: Client, { state, layer, overlay }: Container): View {
	if (state.pid && host.state.tasks.has(state.pid)) return { pid: state.pid, root: '', leave: () => {} };
	if (overlay === undefined) mountLayers(host, layer);
	return {
		pid: daemonPid(host),
		root: layerPaths(host.state, layer).merged,
		leave: () => void (overlay === undefined && unmountLayers(host, layer)),
	};
}

const nameOf = (path: string) => path.replace(/\/+$/, '').split('/').pop() ?? '';
const isContents = (path: string) => /(^|\/)\.$/.test(path);
const rooted = (path: string) => (path.startsWith('/') ? path : `/${path}`);

/** A directory's contents under the name it is to have; '' leaves them as they are. */
const under = (tree: Tree, name: string): Tree =>
	tree.map((node) => ({ ...node, path: [name, node.path].filter(Boolean).join('/') }));

/** Where in the destination it goes: into a directory under its own name, or under the name given. */
function planted(
	client: Client,
	pid: number,
	destination: string,
	tree: Tree,
	name: string,
	isBare: boolean,
): void {
	const { host } = client;
	const isDirectory =
		exists(host.state, pid, destination) && status(host.state, pid, destination).kind === 'dir';
	const isTree = tree[0]?.kind === 'dir';
	if (isDirectory) return plant(host, pid, destination, isBare && isTree ? tree : under(tree, name));
	const parent = destination.replace(/\/+$/, '').replace(/\/[^/]*$/, '') || '/';
	if (destination.endsWith('/') && !isTree) client.fail('no such directory');
	plant(host, pid, parent, under(tree, nameOf(destination)));
}

function* copyOut(client: Client, name: string, path: string, destination: string): Running<number> {
	const { host, process } = client;
	const container = found(client, name, path);
	const view = viewOf(client, container);
	try {
		const source = view.root + rooted(path);
		if (!exists(host.state, view.pid, source)) missing(client, name, path);
		const tree = treeAt(host.state, view.pid, source.replace(/\/\.$/, '') || '/');
		announceContainer(host, container, 'archive-path');
		if (destination === '-') process.write(archiveText(under(tree, nameOf(path))));
		else planted(client, process.pid, slashed(client, destination), tree, nameOf(path), isContents(path));
		return 0;
	} catch (error) {
		if (!isErrno(error)) throw error;
		return client.fail(`invalid output path: directory "${destination}" does not exist`);
	} finally {
		view.leave();
	}
}
const slashed = (client: Client, path: string) => absolute(client, path) + (path.endsWith('/') ? '/' : '');

function* copyIn(client: Client, path: string, name: string, destination: string): Running<number> {
	const { host, process } = client;
	const archive = path === '-' ? treeOfArchive(yield* process.readAll()) : undefined;
	if (!archive && !exists(host.state, process.pid, path)) {
		client.fail(`lstat ${absolute(client, path)}: no such file or directory`);
	}
	const container = found(client, name, parentOf(destination));
	const tree = archive ?? treeAt(host.state, process.pid, path.replace(/\/\.$/, '') || '/');
	const view = viewOf(client, container);
	try {
		const target = view.root + rooted(destination);
		if (archive) plant(host, view.pid, target, archive);
		else planted(client, view.pid, target, tree, nameOf(path), isContents(path));
		announceContainer(host, container, 'extract-to-dir');
		return 0;
	} catch (error) {
		if (!isErrno(error)) throw error;
		return missing(
			client,
			name,
			error.errno === 'ENOENT' ? destination.replace(/\/[^/]*$/, '') || '/' : destination,
		);
	} finally {
		view.leave();
	}
}

/** What is asked for first: the directory that it is to go into (docker/docker: pkg/archive PrepareArchiveCopy). */
const parentOf = (path: string): string => rooted(path).replace(/\/[^/]*$/, '') || '/';

function found(client: Client, name: string, path: string): Container {
	try {
		return containerFound(client.host.state, name);
	} catch {
		return client.fail(
			client.is26
				? `Error response from daemon: No such container: ${name}`
				: `Error: No such container:path: ${name}:${path}`,
		);
	}
}

function missing(client: Client, name: string, path: string): never {
	return client.fail(
		client.is26
			? `Error response from daemon: Could not find the file ${path} in container ${name}`
			: `Error: No such container:path: ${name}:${path}`,
	);
}
