/** From a path to a file, through mounts and symbolic links (path_resolution(7)). */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { checkAccess, isCapable } from './access.ts';
import { Errno } from './errno.ts';
import type { Inode } from './file.ts';
import type { Mount, MountNamespace } from './mount.ts';
import { childOf, nameOf, nodeAt, parentIdOf, type Node } from './node.ts';
import type { Place } from './task.ts';
import type { View } from './virtual.ts';

/** A file, and how it was reached. */
export interface Found {
	readonly place: Place;
	/** The mount namespace it was found in: another's behind /proc/PID/root. */
	readonly mounts: MountNamespace;
	readonly mount: Mount;
	readonly node: Node;
	readonly inode: Inode;
	readonly device: number;
	/** In the task's root, without symbolic links. */
	readonly path: string;
	readonly name: string;
	/** The directory it was found in. */
	readonly parent?: Place | undefined;
}

/** The directory where a name is, or could be made. */
export interface Resolved {
	readonly directory: Found;
	readonly name: string;
	readonly found?: Found;
}

/** path_resolution(7): at most 40 symbolic links. */
const MOST_LINKS = 40;
const LONGEST_NAME = 255;
const MOST_ANSWERS = 8;

interface Walk extends View {
	readonly mounts: MountNamespace;
	readonly root: Place;
}

const walkOf = (state: HostState, pid: number): Walk => {
	const task = state.tasks.get(pid);
	const mounts = task && state.mounts.get(task.namespaces.mnt);
	if (!mounts) throw new Errno('ESRCH');
	return { state, pid, mounts, root: task.root };
};

/** A file on the way; what only some ask for is made when they do. */
class Step implements Found {
	readonly mounts: MountNamespace;
	readonly mount: Mount;
	readonly node: Node;
	readonly path: string;
	readonly #above: Step | undefined;
	constructor(mounts: MountNamespace, mount: Mount, node: Node, path: string, above?: Step) {
		this.mounts = mounts;
		this.mount = mount;
		this.node = node;
		this.path = path;
		this.#above = above;
	}
	get place(): Place {
		return { mount: this.mount.id, node: this.node.id };
	}
	get parent(): Place | undefined {
		return this.#above?.place;
	}
	get inode(): Inode {
		return this.node.inode;
	}
	get device(): number {
		return this.node.fs.device;
	}
	get name(): string {
		return this.path.slice(this.path.lastIndexOf('/') + 1);
	}
}

const samePlace = (a: Place, b: Place) => a.mount === b.mount && a.node === b.node;
const joined = (directory: string, name: string) => (directory === '/' ? `/${name}` : `${directory}/${name}`);
const above = (path: string) => path.slice(0, path.lastIndexOf('/')) || '/';

const foundAt = (walk: Walk, place: Place, path: string): Step => {
	const mount = walk.mounts.mounts.get(place.mount);
	const node = mount && nodeAt(walk, mount.device, place.node);
	if (!node) throw new Errno('ENOENT');
	return new Step(walk.mounts, mount!, node, path);
};

/** `node` of a mount, or the root of what is mounted on it. */
const crossed = (view: View, mount: Mount, node: Node, path: string, from: Step): Step => {
	const { mounts } = from;
	const id = mounts.over.get(mount.id)?.get(node.id);
	const upper = id === undefined ? undefined : mounts.mounts.get(id);
	const root = upper && nodeAt(view, upper.device, upper.root);
	return root ? crossed(view, upper, root, path, from) : new Step(mounts, mount, node, path, from);
};

/** `..` of a place: through the mount point at the root of a mount, no further than the task's root. */
const placeAbove = (walk: Walk, place: Place): Place => {
	if (samePlace(place, walk.root)) return place;
	const mount = walk.mounts.mounts.get(place.mount);
	if (!mount) throw new Errno('ENOENT');
	if (place.node === mount.root)
		return mount.parent === mount.id ? place : placeAbove(walk, { mount: mount.parent, node: mount.at });
	const node = nodeAt(walk, mount.device, place.node);
	const parent = node && parentIdOf(node);
	if (parent === undefined) throw new Errno('ENOENT');
	return { mount: place.mount, node: parent };
};

const within = <T>(walk: Walk, mounts: MountNamespace, look: (walk: Walk) => T): T =>
	look(mounts === walk.mounts ? walk : { ...walk, mounts });

const stepUp = (walk: Walk, from: Found): Step =>
	within(walk, from.mounts, (there) => foundAt(there, placeAbove(there, from.place), above(from.path)));

const stepDown = (walk: Walk, from: Step, name: string): Step | undefined => {
	if (name.length > LONGEST_NAME) throw new Errno('ENAMETOOLONG');
	const child = childOf(walk, from.node, name);
	return child && crossed(walk, from.mount, child, joined(from.path, name), from);
};

const rootFound = (walk: Walk): Step => foundAt(walk, walk.root, '/');
const startOf = (walk: Walk, path: string): Step =>
	path.startsWith('/')
		? rootFound(walk)
		: foundAt(walk, walk.state.tasks.get(walk.pid)!.cwd, pathOf(walk.state, walk.pid));

const checkDirectory = (walk: Walk, found: Found): void => {
	if (found.inode.kind !== 'dir') throw new Errno('ENOTDIR');
	checkAccess(walk.state, walk.pid, found.inode, 'x');
};

/** Where a link leads: a place at once (magic links), or names to go on with from a directory. */
const linked = (walk: Walk, link: Step, from: Step): { at: Step; target?: string } => {
	if (link.node.virtual?.follow) {
		const { mounts, mount, node, path } = link.node.virtual.follow();
		return { at: new Step(mounts, mount, node, path) };
	}
	const target = link.inode.target ?? '';
	return { at: target.startsWith('/') ? rootFound(walk) : from, target };
};

interface Answer {
	readonly pid: number;
	readonly path: string;
	readonly follow: boolean;
	readonly there: Resolved | undefined;
}
/** What was asked of the latest state: who looks whether a file is there mostly goes on to use it. */
let latest: { readonly state: HostState; readonly answers: Answer[] } | undefined;

/** `resolve`; undefined where a directory on the way is missing. */
export const resolved = (
	state: HostState,
	pid: number,
	path: string,
	follow: boolean,
): Resolved | undefined => {
	if (latest?.state !== state) latest = { state, answers: [] };
	const { answers } = latest;
	const known = answers.find((each) => each.path === path && each.pid === pid && each.follow === follow);
	if (known) return known.there;
	const there = walked(state, pid, path, follow);
	if (answers.length < MOST_ANSWERS) answers.push({ pid, path, follow, there });
	return there;
};

const walked = (state: HostState, pid: number, path: string, follow: boolean): Resolved | undefined => {
	if (!path) return undefined;
	const walk = walkOf(state, pid);
	let [rest, at] = [path, 0];
	let [current, directory, links] = [startOf(walk, path), undefined as Step | undefined, 0];
	while (at <= rest.length) {
		const slash = rest.indexOf('/', at);
		const end = slash < 0 ? rest.length : slash;
		const name = rest.slice(at, end);
		at = end + 1;
		if (name === '' || name === '.') {
			if (name === '.' || at > rest.length) checkLast(walk, current, path);
			continue;
		}
		checkDirectory(walk, current);
		if (name === '..') {
			[current, directory] = [stepUp(walk, current), undefined];
			continue;
		}
		const next = stepDown(walk, current, name);
		if (!next) return /^\/*$/.test(rest.slice(at)) ? { directory: current, name } : undefined;
		const isLink = next.inode.kind === 'link' && !next.node.virtual?.stream;
		if (isLink && (follow || at <= rest.length)) {
			if (++links > MOST_LINKS) throw new Errno('ELOOP');
			const { at: there, target } = linked(walk, next, current);
			directory = target === undefined ? current : undefined;
			current = there;
			if (target !== undefined) [rest, at] = [at > rest.length ? target : `${target}/${rest.slice(at)}`, 0];
			continue;
		}
		[directory, current] = [current, next];
	}
	return { directory: directory ?? stepUp(walk, current), name: current.name, found: current };
};

/**
 * Resolves `path` as task `pid` sees it. The last name may be missing (then there is no `found`); with `follow` a
 * symbolic link at the end is followed, also to where nothing is yet.
 */
export const resolve = (state: HostState, pid: number, path: string, follow = true): Resolved => {
	const there = resolved(state, pid, path, follow);
	if (!there) throw new Errno('ENOENT');
	return there;
};

/** `a/` and `a/.` ask for a directory. */
const checkLast = (walk: Walk, current: Found, path: string): void => {
	if (path.endsWith('/') || path.endsWith('.')) checkDirectory(walk, current);
};

export const lookup = (
	state: HostState,
	pid: number,
	path: string,
	{ follow = true }: { readonly follow?: boolean } = {},
): Found => {
	const { found } = resolve(state, pid, path, follow);
	if (!found) throw new Errno('ENOENT');
	return found;
};

/** realpath(3). */
export const canonicalPath = (state: HostState, pid: number, path: string): string =>
	lookup(state, pid, path).path;

/** Names from the walk's root down to a place. ENOENT for a directory that was removed. */
const namesTo = (walk: Walk, place: Place): string[] => {
	const names: string[] = [];
	for (let at = place; !samePlace(at, walk.root);) {
		const shown = pointOf(walk, at);
		const up = placeAbove(walk, at);
		if (samePlace(up, at)) break;
		const directory = nodeAt(walk, walk.mounts.mounts.get(up.mount)!.device, up.node);
		const name = directory && nameOf(directory, shown.node);
		if (!name) throw new Errno('ENOENT');
		names.unshift(name);
		at = up;
	}
	return names;
};

/** getcwd(2): the path of a place in the task's root. */
export const pathOf = (state: HostState, pid: number, place: Place = state.tasks.get(pid)!.cwd): string =>
	`/${namesTo(walkOf(state, pid), place).join('/')}`;

/** The path of a place in its mount namespace, whatever a task's root is. */
export const pathWithin = (state: HostState, mounts: MountNamespace, place: Place): string => {
	const root = { mount: mounts.root, node: mounts.mounts.get(mounts.root)!.root };
	return `/${namesTo({ state, pid: 0, mounts, root }, place).join('/')}`;
};

/** The node that has a name: at the root of a mount, the mount point below it. */
const pointOf = (walk: Walk, place: Place): Place => {
	const mount = walk.mounts.mounts.get(place.mount);
	const isTop = mount && place.node === mount.root && mount.parent !== mount.id;
	return isTop ? pointOf(walk, { mount: mount.parent, node: mount.at }) : place;
};

/** What is at a place of another task's mount namespace, as /proc/PID/root leads there. */
export const foundOf = (state: HostState, reader: number, owner: number, place: Place): Found => {
	const walk = { ...walkOf(state, owner), pid: reader };
	return foundAt(walk, place, pathOf(state, owner, place));
};

/** chdir(2) */
export const changeDirectory = (host: Host, pid: number, path: string): void => {
	const found = lookup(host.state, pid, path);
	if (found.inode.kind !== 'dir') throw new Errno('ENOTDIR');
	checkAccess(host.state, pid, found.inode, 'x');
	host.emit({ kind: 'task.change', pid, why: 'chdir', set: { cwd: found.place } });
};

/** chroot(2) and chdir("/"), as chroot(8) does both. */
export const changeRoot = (host: Host, pid: number, path: string): void => {
	const found = lookup(host.state, pid, path);
	if (found.inode.kind !== 'dir') throw new Errno('ENOTDIR');
	if (!isCapable(host.state, pid, 'SYS_CHROOT')) throw new Errno('EPERM');
	host.emit({
		kind: 'task.change',
		pid,
		why: 'chroot',
		set: { root: found.place, cwd: found.place },
	});
};
