/** Other names for what is there, and nodes that are no files: rename(2), link(2), symlink(2), mknod(2). */
import type { Host } from '../host.ts';
import { isCapable, isCapableOverMachine } from './access.ts';
import { byteLength } from './bytes.ts';
import { below, checkUpper, copyUp, isInLower, whiteOut, type MergedEntry } from './copyUp.ts';
import { checkDevice } from './devices.ts';
import { checkChangeable, makeEntry, pathBelow } from './entries.ts';
import { Errno } from './errno.ts';
import type { Overlay } from './file.ts';
import { freshInode, isMountPoint, removable, UMASK, vacant } from './naming.ts';
import { namesIn } from './node.ts';
import { inodeAt, layersAt } from './overlay.ts';
import { resolve, type Found } from './path.ts';

const checkReplaceable = (host: Host, pid: number, source: Found, target: Found): void => {
	const [isSource, isTarget] = [source.inode.kind === 'dir', target.inode.kind === 'dir'];
	if (isSource && !isTarget) throw new Errno('ENOTDIR');
	if (!isSource && isTarget) throw new Errno('EISDIR');
	if (isTarget && namesIn({ state: host.state, pid }, target.node).length) throw new Errno('ENOTEMPTY');
};

/** rename(2): a directory that lower layers have cannot be moved (EXDEV: redirect_dir is off). */
const renameMerged = (host: Host, overlay: Overlay, from: MergedEntry, to: MergedEntry, by: number): void => {
	checkUpper(overlay);
	const was = below(from.directory, from.name);
	const layers = layersAt(host.state, overlay, was)!;
	const isDirectory = inodeAt(host.state, layers[0]!)?.kind === 'dir';
	if (isDirectory && layers.some((layer) => !layer.isUpper)) throw new Errno('EXDEV');
	copyUp(host, overlay, was, by);
	const source = copyUp(host, overlay, from.directory, by);
	const target = copyUp(host, overlay, to.directory, by);
	const isHidden = isInLower(host.state, layersAt(host.state, overlay, from.directory)!, from.name);
	host.emit({
		kind: 'file.rename',
		device: source.device,
		from: { parent: source.inode, name: from.name },
		to: { parent: target.inode, name: to.name },
		path: below(to.directory, to.name),
		was,
		by,
	});
	if (isHidden) whiteOut(host, overlay, from.directory, from.name, by);
};

/** rename(2) within one mount (EXDEV between two). */
const moveEntry = (
	host: Host,
	pid: number,
	from: { readonly directory: Found; readonly name: string },
	to: { readonly directory: Found; readonly name: string },
): void => {
	const { fs, id } = from.directory.node;
	if (from.directory.place.mount !== to.directory.place.mount) throw new Errno('EXDEV');
	if (fs.kind === 'kernel') throw new Errno('EPERM');
	const target = to.directory.node.id;
	if (fs.kind === 'overlay')
		return renameMerged(
			host,
			fs,
			{ directory: String(id), name: from.name },
			{ directory: String(target), name: to.name },
			pid,
		);
	host.emit({
		kind: 'file.rename',
		device: fs.device,
		from: { parent: Number(id), name: from.name },
		to: { parent: Number(target), name: to.name },
		path: pathBelow(to.directory, to.name),
		was: pathBelow(from.directory, from.name),
		by: pid,
	});
};

export const rename = (host: Host, pid: number, from: string, to: string): void => {
	const source = removable(host, pid, from);
	const target = resolve(host.state, pid, to, false);
	checkChangeable(host, pid, target.directory);
	if (`${target.directory.path}/`.startsWith(`${source.found.path}/`)) throw new Errno('EINVAL');
	if (target.found) {
		if (isMountPoint(target.found)) throw new Errno('EBUSY');
		if (target.found.path === source.found.path) return;
		checkReplaceable(host, pid, source.found, target.found);
	}
	moveEntry(host, pid, source, target);
};

export const symbolicLink = (host: Host, pid: number, target: string, path: string): void => {
	const { directory, name } = vacant(host, pid, path);
	checkChangeable(host, pid, directory);
	const fields = { ...freshInode(host, pid, 'link', 0o777), target, size: byteLength(target) };
	makeEntry(host, pid, directory, name, fields);
};

const nodeKinds = { c: 'char', b: 'block', p: 'fifo' } as const;

/** mknod(2): devices need CAP_MKNOD over the machine, and the devices cgroup's leave. */
export const makeNode = (
	host: Host,
	pid: number,
	path: string,
	type: keyof typeof nodeKinds,
	device: readonly [number, number] = [0, 0],
	mode = 0o666 & ~UMASK,
): void => {
	const { directory, name } = vacant(host, pid, path);
	checkChangeable(host, pid, directory);
	const fields = freshInode(host, pid, nodeKinds[type], mode);
	if (type === 'p') return void makeEntry(host, pid, directory, name, fields);
	if (!isCapable(host.state, pid, 'MKNOD') || !isCapableOverMachine(host.state, pid, 'MKNOD'))
		throw new Errno('EPERM');
	checkDevice(host.state, pid, { kind: fields.kind, device }, 'm');
	makeEntry(host, pid, directory, name, { ...fields, device }, 'device');
};
