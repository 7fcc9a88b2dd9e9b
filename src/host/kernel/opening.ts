/** open(2) and what a descriptor then reads and writes. */
import type { Host } from '../host.ts';
import { nullStream, type Stream } from '../stream.ts';
import { checkAccess } from './access.ts';
import { appended, wholeContent, written } from './bytes.ts';
import { cacheFile } from './control.ts';
import { checkDevice, deviceStream } from './devices.ts';
import { changeable, changeInode, checkChangeable, makeEntry } from './entries.ts';
import { Errno } from './errno.ts';
import { fifoStream } from './fifo.ts';
import type { Disk, DiskPlace, Inode } from './file.ts';
import { freshInode } from './naming.ts';
import { resolve, type Found, type Resolved } from './path.ts';
import { contentOf } from './reading.ts';
import { roomFor } from './room.ts';

/** Reading; writing from nothing; at the end; both. */
export type OpenMode = 'r' | 'w' | 'a' | 'rw';
export interface OpenOptions {
	/** Permission bits of a file that is made; default 0o644. */
	readonly mode?: number;
	/** O_DIRECT: past the page cache. */
	readonly isDirect?: boolean;
}

const inodeOn = (host: Host, { device, inode }: DiskPlace): Inode | undefined =>
	(host.state.filesystems.get(device) as Disk | undefined)?.inodes.get(inode);

interface Shown {
	readonly path: string;
	readonly name: string;
	readonly isDirect?: boolean;
}

/** As much of `text` as fits at the end of a file; less than all is ENOSPC for the rest. */
const writeAtEnd = (
	host: Host,
	pid: number,
	site: DiskPlace,
	{ path, isDirect }: Shown,
	text: string,
): void => {
	const inode = inodeOn(host, site);
	if (!inode || !text) return;
	const disk = host.state.filesystems.get(site.device) as Disk;
	const room = roomFor(disk, inode.size);
	const part = text.length <= room ? text : text.slice(0, room);
	const modified = host.state.clock.now;
	if (part) changeInode(host, pid, site, path, 'write', { ...appended(inode, part), modified });
	if (!isDirect) cacheFile(host, pid, { ...site, name: path }, { bytes: part.length, isWritten: true });
	if (part.length < text.length) throw new Errno('ENOSPC');
};

/** A descriptor on a disk's file. It has its own place in it, shared with those that hold the same stream. */
class FileStream implements Stream {
	readonly key = 'file';
	readonly isTerminal = false;
	readonly #host: Host;
	readonly #pid: number;
	readonly #site: DiskPlace;
	readonly #found: Shown;
	#position = 0;
	constructor(host: Host, pid: number, site: DiskPlace, found: Shown) {
		this.#host = host;
		this.#pid = pid;
		this.#site = site;
		this.#found = found;
	}
	read(): string {
		const inode = inodeOn(this.#host, this.#site);
		const text = inode ? wholeContent(inode, this.#found.name).slice(this.#position) : '';
		this.#position += text.length;
		const { path, isDirect } = this.#found;
		if (isDirect) return text;
		cacheFile(this.#host, this.#pid, { ...this.#site, name: path }, { bytes: text.length, isWritten: false });
		return text;
	}
	unread(text: string): void {
		this.#position -= text.length;
	}
	write(text: string): void {
		writeAtEnd(this.#host, this.#pid, this.#site, this.#found, text);
	}
	hold(): this {
		return this;
	}
	release(): void {}
}

/** A descriptor on a file of a kernel file system: read once as it is now, each write taken whole. */
class VirtualStream implements Stream {
	readonly key = 'virtual';
	readonly isTerminal = false;
	readonly #host: Host;
	readonly #found: Found;
	#text: string | undefined;
	constructor(host: Host, found: Found) {
		this.#host = host;
		this.#found = found;
	}
	read(): string {
		const text = this.#text ?? contentOf(this.#found);
		this.#text = '';
		return text;
	}
	unread(text: string): void {
		this.#text = text + (this.#text ?? '');
	}
	write(text: string): void {
		const { write } = this.#found.node.virtual!;
		if (!write) throw new Errno('EINVAL');
		if (text) write(this.#host, text);
	}
	hold(): this {
		return this;
	}
	release(): void {}
}

/** A descriptor's link leads off the read-only mount. */
const checkVirtualWritable = ({ mount, node }: Found): void => {
	if (node.virtual?.stream) return;
	if (mount.options.includes('ro') || node.fs.options.includes('ro')) throw new Errno('EROFS');
};

const checkMode = (host: Host, pid: number, found: Found, mode: OpenMode): void => {
	const { inode, node } = found;
	const isWriting = mode !== 'r';
	if (inode.kind === 'dir') throw new Errno('EISDIR');
	if (isWriting && node.virtual) checkVirtualWritable(found);
	if (mode === 'r' || mode === 'rw') checkAccess(host.state, pid, inode, 'r');
	if (isWriting) checkAccess(host.state, pid, inode, 'w');
	const { virtual } = node;
	if (isWriting && virtual && !virtual.write && !virtual.stream) throw new Errno('EACCES');
};

/** A device, a pipe, a kernel file: what is not kept on a disk. */
const specialStream = (host: Host, pid: number, found: Found, mode: OpenMode): Stream | undefined => {
	const { node, inode } = found;
	if (inode.kind === 'char' || inode.kind === 'block') {
		if (mode !== 'w' && mode !== 'a') checkDevice(host.state, pid, inode, 'r');
		if (mode !== 'r') checkDevice(host.state, pid, inode, 'w');
		return deviceStream(host, pid, inode);
	}
	if (inode.kind === 'fifo') return fifoStream(host, `${found.device}:${inode.inode}`, mode === 'r');
	if (inode.kind === 'socket') throw new Errno('ENXIO');
	if (!node.virtual) return undefined;
	if (node.virtual.stream) return node.virtual.stream(host) ?? nullStream;
	return new VirtualStream(host, found);
};

const openThere = (host: Host, pid: number, found: Found, mode: OpenMode, isDirect: boolean): Stream => {
	checkMode(host, pid, found, mode);
	const special = specialStream(host, pid, found, mode);
	if (special) return special;
	const shown = { path: found.path, name: found.name, isDirect };
	if (mode === 'r') return new FileStream(host, pid, siteOf(found), shown);
	const isEmptied = mode === 'w';
	const site = changeable(host, pid, found, isEmptied);
	const modified = host.state.clock.now;
	if (isEmptied && inodeOn(host, site)?.size)
		changeInode(host, pid, site, found.path, 'write', { content: '', size: 0, modified });
	return new FileStream(host, pid, site, shown);
};

/** Where the bytes that a file shows lie. */
const siteOf = ({ device, node }: Found): DiskPlace => node.layers?.[0] ?? { device, inode: Number(node.id) };

const shownPath = ({ directory, name }: Resolved) =>
	`${directory.path === '/' ? '' : directory.path}/${name}`;

const makeFile = (
	host: Host,
	pid: number,
	resolved: Resolved,
	mode: number,
	fields: Pick<Inode, 'content' | 'size'>,
): DiskPlace => {
	checkChangeable(host, pid, resolved.directory);
	const fresh = { ...freshInode(host, pid, 'file', mode), ...fields };
	return makeEntry(host, pid, resolved.directory, resolved.name, fresh, fields.size ? 'write' : 'make');
};

export const open = (
	host: Host,
	pid: number,
	path: string,
	how: OpenMode,
	{ mode = 0o644, isDirect = false }: OpenOptions = {},
): Stream => {
	const resolved = resolve(host.state, pid, path);
	if (resolved.found) return openThere(host, pid, resolved.found, how, isDirect);
	if (how === 'r' || path.endsWith('/')) throw new Errno(how === 'r' ? 'ENOENT' : 'EISDIR');
	const site = makeFile(host, pid, resolved, mode, { content: '', size: 0 });
	return new FileStream(host, pid, site, { path: shownPath(resolved), name: resolved.name, isDirect });
};

export interface WriteOptions extends OpenOptions {
	readonly append?: boolean;
}
/** Opens, writes and closes in one act. */
export const writeFile = (
	host: Host,
	pid: number,
	path: string,
	text: string,
	{ append = false, mode = 0o644 }: WriteOptions = {},
): void => {
	const resolved = resolve(host.state, pid, path);
	const { found } = resolved;
	if (!found) return void makeFile(host, pid, resolved, mode, written(text));
	checkMode(host, pid, found, append ? 'a' : 'w');
	const special = specialStream(host, pid, found, append ? 'a' : 'w');
	if (special) return special.write(text);
	const site = changeable(host, pid, found, !append);
	const inode = inodeOn(host, site)!;
	const fields = append ? appended(inode, text) : written(text);
	changeInode(host, pid, site, found.path, 'write', { ...fields, modified: host.state.clock.now });
};
