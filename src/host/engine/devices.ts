/** Which device nodes a container has, and which it may open (moby: oci/defaults.go, daemon/oci_linux.go). */
import { isErrno } from '../kernel/errno.ts';
import { status } from '../kernel/files.ts';
import type { Host } from '../host.ts';
import type { HostConfig } from './container.ts';
import { EngineError } from './error.ts';
import { daemonPid } from './volumes.ts';

export interface DeviceNode {
	readonly path: string;
	readonly type: 'c' | 'b';
	readonly number: readonly [number, number];
	readonly mode: number;
}

const node = (name: string, major: number, minor: number): DeviceNode => ({
	path: `/dev/${name}`,
	type: 'c',
	number: [major, minor],
	mode: 0o666,
});
export const defaultDevices: readonly DeviceNode[] = [
	node('null', 1, 3),
	node('random', 1, 8),
	node('full', 1, 7),
	node('tty', 5, 0),
	node('zero', 1, 5),
	node('urandom', 1, 9),
];

/** mknod anything, open what is harmless. */
const allowed = [
	...['b *:* m', 'c *:* m', 'c 1:3 rwm', 'c 1:5 rwm', 'c 1:7 rwm', 'c 1:8 rwm', 'c 1:9 rwm'],
	...['c 5:0 rwm', 'c 5:1 rwm', 'c 5:2 rwm', 'c 10:200 rwm', 'c 136:* rwm'],
];
export const deviceRules = (host: Host, hostConfig: HostConfig): readonly string[] =>
	hostConfig.privileged
		? ['a *:* rwm']
		: [...new Set([...allowed, ...askedDevices(host, hostConfig).map(({ rule }) => rule)])].sort(byNumber);

/** runc keeps the rules by type and number. */
function byNumber(a: string, b: string): number {
	const parts = (rule: string) => /^(\w) (\S+):(\S+)/.exec(rule)!.slice(1);
	const [[type = '', ...one], [other = '', ...two]] = [parts(a), parts(b)];
	if (type !== other) return type < other ? -1 : 1;
	const number = (text: string | undefined) => (text === '*' ? -1 : Number(text));
	return number(one[0]) - number(two[0]) || number(one[1]) - number(two[1]);
}

/** --device: nodes of the host with the same numbers inside. */
export function askedDevices(host: Host, { devices }: HostConfig): { node: DeviceNode; rule: string }[] {
	return devices.map(({ host: source, container: path, permissions }) => {
		const inode = sourceOf(host, source);
		const type = inode.kind === 'block' ? 'b' : 'c';
		const [major, minor] = inode.device!;
		return {
			node: { path, type, number: [major, minor], mode: inode.mode },
			rule: `${type} ${major}:${minor} ${permissions}`,
		};
	});
}

/** Where a limit of block I/O goes: the device's numbers (moby: daemon/daemon_unix.go getBlkioThrottleDevices). */
export function ratedDevices(host: Host, { deviceRates }: Pick<HostConfig, 'deviceRates'>) {
	return deviceRates.map(({ kind, path, rate }) => {
		try {
			const { device = [0, 0] } = status(host.state, daemonPid(host), path);
			return { kind, number: device.join(':'), rate };
		} catch (error) {
			if (!isErrno(error)) throw error;
			const where = host.profile.major >= 26 ? `stat ${path}: ` : '';
			throw new EngineError('system', `${where}${error.message.toLowerCase()}`);
		}
	});
}

function sourceOf(host: Host, path: string) {
	const problem = (what: string) =>
		new EngineError(
			'system',
			`error gathering device information while adding custom device "${path}": ${what}`,
		);
	try {
		const inode = status(host.state, daemonPid(host), path);
		if (!inode.device) throw problem('not a device node');
		return inode;
	} catch (error) {
		if (isErrno(error)) throw problem(error.message.toLowerCase());
		throw error;
	}
}
