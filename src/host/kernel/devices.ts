/** Device nodes: what the memory devices give and take, and who may open what (null(4), random(4), cgroup-v1/devices.rst). */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import type { Stream } from '../stream.ts';
import { drawnHex } from '../draw.ts';
import { cgroupKey, parentPath } from './cgroup.ts';
import { Errno } from './errno.ts';
import type { Inode } from './file.ts';

type DeviceAccess = 'r' | 'w' | 'm';

/** `c 1:3 rwm`: whether a line of devices.list grants an access. */
const grants = (
	line: string,
	letter: string,
	[major, minor]: readonly [number, number],
	access: DeviceAccess,
) => {
	const [kind, numbers = '*:*', letters = 'rwm'] = line.split(' ');
	const [wishedMajor, wishedMinor] = numbers.split(':');
	const isSame = (wished: string | undefined, number: number) => wished === '*' || wished === String(number);
	const isKind = kind === 'a' || kind === letter;
	return isKind && isSame(wishedMajor, major) && isSame(wishedMinor, minor) && letters.includes(access);
};

/** The list that holds for a group: its own, or the nearest above it that has one. v2: the eBPF program attached. */
const deviceList = (state: HostState, pid: number): string | undefined => {
	const cgroups = state.tasks.get(pid)?.cgroups ?? {};
	const hierarchy = cgroups['devices'] === undefined ? 'unified' : 'devices';
	for (let path = cgroups[hierarchy]; path !== undefined; path = parentPath(path)) {
		const list = state.cgroups.get(cgroupKey(hierarchy, path))?.files['devices.list'];
		if (list !== undefined) return list;
	}
	return undefined;
};

/** EPERM where the devices cgroup refuses. */
export const checkDevice = (
	state: HostState,
	pid: number,
	{ kind, device }: Pick<Inode, 'kind' | 'device'>,
	access: DeviceAccess,
): void => {
	const list = deviceList(state, pid);
	if (list === undefined || !device) return;
	const letter = kind === 'char' ? 'c' : 'b';
	if (!list.split('\n').some((line) => grants(line, letter, device, access))) throw new Errno('EPERM');
};

const CHUNK = 4096;
const zeros = '\0'.repeat(CHUNK);
const digits = /../g;

/** Seven-bit bytes that follow from who reads when: the model draws nothing at random. */
const randomText = (host: Host, pid: number, turn: number): string =>
	drawnHex(pid * 31 + turn * 7919 + Math.round(host.state.clock.now * 1000), CHUNK * 2).replace(
		digits,
		(pair) => String.fromCharCode(parseInt(pair, 16) & 0x7f),
	);

type Reader = (host: Host, pid: number, turn: number) => string;
const readers: Readonly<Record<string, Reader>> = {
	'1:3': () => '',
	'1:5': () => zeros,
	'1:7': () => zeros,
	'1:8': randomText,
	'1:9': randomText,
};

class DeviceStream implements Stream {
	readonly key: string;
	readonly isTerminal = false;
	readonly #read: () => string;
	readonly #isFull: boolean;
	#left = '';
	constructor(key: string, read: () => string) {
		this.key = `device:${key}`;
		this.#read = read;
		this.#isFull = key === '1:7';
	}
	read(): string {
		const text = this.#left || this.#read();
		this.#left = '';
		return text;
	}
	unread(text: string): void {
		this.#left = text + this.#left;
	}
	write(text: string): void {
		if (this.#isFull && text) throw new Errno('ENOSPC');
	}
	hold(): this {
		return this;
	}
	release(): void {}
}

/** A stream on a device node; ENXIO where no driver has that number, or there is no terminal for /dev/tty. */
export const deviceStream = (host: Host, pid: number, { kind, device }: Inode): Stream => {
	const key = device?.join(':') ?? '';
	const read = kind === 'char' ? readers[key] : undefined;
	if (!read) throw new Errno('ENXIO');
	let turn = 0;
	return new DeviceStream(key, () => read(host, pid, turn++));
};
