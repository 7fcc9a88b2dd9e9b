/** The engine's volumes (moby: volume/service; docs: storage/volumes). */
import { isErrno } from '../kernel/errno.ts';
import { exists, listing, makeDirectory, plant, remove, treeAt } from '../kernel/files.ts';
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { announce } from './announce.ts';
import { EngineError } from './error.ts';
import { freshId } from './fresh.ts';
import type { Volume } from './volume.ts';

const VOLUMES = '/var/lib/docker/volumes';
const validName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/** dockerd's own PID: in its view the engine reads and writes. */
export const daemonPid = (host: Host): number => host.state.engine.daemon ?? 1;

export interface VolumeWish {
	readonly name?: string;
	readonly driver?: string;
	readonly labels?: Readonly<Record<string, string>>;
	readonly options?: Readonly<Record<string, string>>;
	readonly isAskedFor?: boolean;
}

/** The volume of that name; made if there is none. 20.10 announces it again even when it is there. */
export function volumeFor(host: Host, wish: VolumeWish): Volume {
	const name = wish.name || freshId(host, 'volume');
	const known = host.state.engine.volumes.get(name);
	const volume = known ?? madeVolume(host, name, wish);
	if (!known || host.profile.major < 26) announce(host, 'volume', 'create', name, { driver: volume.driver });
	return volume;
}

function madeVolume(
	host: Host,
	name: string,
	{ driver = 'local', labels = {}, options = {}, isAskedFor = false, ...wish }: VolumeWish,
): Volume {
	if (driver !== 'local')
		throw new EngineError(
			'not found',
			`create ${name}: error looking up volume plugin ${driver}: plugin "${driver}" not found`,
		);
	if (!validName.test(name))
		throw new EngineError(
			'invalid',
			`create ${name}: "${name}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path`,
		);
	checkOptions(name, options);
	const mountpoint = `${VOLUMES}/${name}/_data`;
	makeDirectory(host, daemonPid(host), mountpoint, { parents: true });
	const isAnonymous = !wish.name;
	const created = host.state.clock.now;
	const anonymous = isAnonymous && host.profile.major >= 26 ? { 'com.docker.volume.anonymous': '' } : {};
	const volume: Volume = {
		name,
		driver,
		mountpoint,
		created,
		isAnonymous,
		labels: { ...anonymous, ...labels },
		options,
		isAskedFor,
	};
	host.emit({ kind: 'volume.create', volume });
	return volume;
}

/** Volumes of the driver `local` know these options (moby: volume/local/local_unix.go, validOpts and mandatoryOpts). */
function checkOptions(name: string, options: VolumeWish['options'] = {}): void {
	const keys = Object.keys(options);
	const strange = keys.find((key) => !['type', 'o', 'device', 'size'].includes(key));
	if (strange !== undefined) throw new EngineError('invalid', `create ${name}: invalid option: "${strange}"`);
	if (!keys.some((key) => key !== 'size')) return;
	const missing = ['device', 'type'].find((key) => options[key] === undefined);
	if (missing !== undefined)
		throw new EngineError('invalid', `create ${name}: missing required option: "${missing}"`);
}

export function volumeFound(state: HostState, name: string): Volume {
	const volume = state.engine.volumes.get(name);
	if (!volume) throw new EngineError('not found', `get ${name}: no such volume`);
	return volume;
}

/** Ids of the containers that mount it, running or not. */
export const volumeUsers = (state: HostState, name: string): string[] =>
	state.engine.containers
		.filter((container) => container.mounts.some((mount) => mount.name === name))
		.map((container) => container.id);

export function removeVolume(host: Host, name: string): void {
	const volume = volumeFound(host.state, name);
	const users = volumeUsers(host.state, name);
	if (users.length)
		throw new EngineError('conflict', `remove ${name}: volume is in use - [${users.join(', ')}]`);
	dropVolume(host, volume);
	announce(host, 'volume', 'destroy', name, { driver: volume.driver });
}

export function dropVolume(host: Host, { name }: Volume): void {
	remove(host, daemonPid(host), `${VOLUMES}/${name}`, { recursive: true });
	host.emit({ kind: 'volume.remove', name });
}

/** An empty volume takes over what the image has at its mount point (moby: container/container_unix.go CopyImagePathContent). */
export function populate(host: Host, volume: Volume, source: string): void {
	const pid = daemonPid(host);
	try {
		if (!exists(host.state, pid, source) || listing(host.state, pid, volume.mountpoint).length) return;
		plant(host, pid, volume.mountpoint, treeAt(host.state, pid, source));
	} catch (error) {
		if (!isErrno(error, 'ENOTDIR')) throw error;
	}
}
