/**
 * A volume of `--opt type= --opt o= --opt device=` is a mount on its own directory, there while somebody uses it (moby:
 * volume/local/local.go Mount and Unmount, local_unix.go mount).
 */
import { Errno, isErrno } from '../kernel/errno.ts';
import { exists } from '../kernel/files.ts';
import type { Host } from '../host.ts';
import { bind, mount, unmount } from '../kernel/mounting.ts';
import type { Container } from './container.ts';
import { EngineError } from './error.ts';
import type { Volume } from './volume.ts';
import { daemonPid } from './volumes.ts';

const isMounted = ({ options }: Volume): boolean =>
	options['type'] !== undefined || options['o'] !== undefined;

const attach = (host: Host, { mountpoint: target, options }: Volume): void => {
	const { type = '', o = '', device = '' } = options;
	const words = o.split(',').filter(Boolean);
	const isBind = words.includes('bind') || words.includes('rbind');
	const source = device;
	if (device.startsWith('/') && !exists(host.state, daemonPid(host), device)) throw new Errno('ENOENT');
	const rest = words.filter((word) => word !== 'bind' && word !== 'rbind');
	if (isBind)
		bind(host, daemonPid(host), { source, target, options: rest, recursive: words.includes('rbind') });
	else mount(host, daemonPid(host), { type, source, target, options: rest });
};

export function mountVolume(host: Host, volume: Volume): void {
	if (!isMounted(volume)) return;
	try {
		attach(host, volume);
	} catch (error) {
		if (!isErrno(error)) throw error;
		const { o = '', device = '' } = volume.options;
		const [on, text] = [volume.mountpoint, error.message.toLowerCase()];
		throw new EngineError(
			'system',
			`error while mounting volume '${on}': failed to mount local volume: mount ${device}:${on}${dataOf(o)}: ${text}`,
		);
	}
}
const flags = new Set(['bind', 'rbind', 'ro', 'rw', 'nosuid', 'nodev', 'noexec']);
const dataOf = (o: string): string => {
	const words = o.split(',').filter(Boolean);
	const number = words.includes('rbind') ? 0x5000 : words.includes('bind') ? 0x1000 : 0;
	const data = words.filter((word) => !flags.has(word)).join(',');
	return (number ? `, flags: 0x${number.toString(16)}` : '') + (data ? `, data: ${data}` : '');
};

export function unmountVolume(host: Host, volume: Volume): void {
	if (!isMounted(volume)) return;
	try {
		unmount(host, daemonPid(host), volume.mountpoint, { lazy: true });
	} catch (error) {
		// It could not be mounted.
		if (!isErrno(error, 'EINVAL')) throw error;
	}
}

const volumesOf = (host: Host, { mounts }: Container): Volume[] =>
	[...new Set(mounts.map(({ name }) => name))].flatMap(
		(name) => host.state.engine.volumes.get(name ?? '') ?? [],
	);
/** Whether another container holds its root file system mounted, and this volume with it. */
const isUsedElsewhere = (host: Host, { id }: Container, { name }: Volume): boolean =>
	host.state.engine.containers
		.values()
		.some(
			(other) =>
				other.id !== id && other.overlay !== undefined && other.mounts.some((each) => each.name === name),
		);

export function mountVolumes(host: Host, container: Container): void {
	for (const volume of volumesOf(host, container))
		if (!isUsedElsewhere(host, container, volume)) mountVolume(host, volume);
}
export function unmountVolumes(host: Host, container: Container): void {
	for (const volume of volumesOf(host, container))
		if (!isUsedElsewhere(host, container, volume)) unmountVolume(host, volume);
}
