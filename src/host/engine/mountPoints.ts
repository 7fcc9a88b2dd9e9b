/** Which volumes and host directories a container wants, from -v, --mount, --volumes-from and the image (moby: daemon/volumes.go). */
import { exists } from '../kernel/files.ts';
import type { Host } from '../host.ts';
import type { ContainerConfig, HostConfig, MountPoint } from './container.ts';
import { containerFound } from './containerFound.ts';
import { EngineError } from './error.ts';
import { daemonPid, volumeFor } from './volumes.ts';

type Asked = HostConfig['mounts'][number];

export function mountPoints(host: Host, config: ContainerConfig, hostConfig: HostConfig): MountPoint[] {
	const points = new Map<string, MountPoint>();
	const add = (point: MountPoint) => points.set(point.destination, point);
	for (const text of hostConfig.volumesFrom) for (const point of borrowed(host, text)) add(point);
	const own = new Set<string>();
	const addOwn = (point: MountPoint) => {
		if (own.has(point.destination))
			throw new EngineError('invalid', `Duplicate mount point: ${point.destination}`);
		own.add(point.destination);
		add(point);
	};
	for (const bind of hostConfig.binds) addOwn(bindPoint(host, bind));
	for (const mount of hostConfig.mounts) if (mount.type !== 'tmpfs') addOwn(mountPoint(host, mount));
	for (const destination of config.volumes)
		if (!points.has(destination)) add(volumePoint(host, '', destination, ''));
	return [...points.values()];
}

const tidy = (path: string) => path.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
const propagationIn = (options: readonly string[]) =>
	options.find((each) => /^r?(shared|slave|private)$/.test(each)) ?? 'rprivate';

/** `SOURCE:DESTINATION[:OPTIONS]`: a path is a host directory, a name is a volume. */
export function bindPoint(host: Host, text: string): MountPoint {
	const parts = text.split(':');
	const [source = '', destination = '', mode = ''] = parts;
	if (parts.length > 3) throw new EngineError('invalid', `invalid volume specification: '${text}'`);
	const options = mode.split(',').filter(Boolean);
	const unknown = options.find(
		(each) => !/^(ro|rw|z|Z|nocopy|r?(shared|slave|private)|cached|delegated|consistent)$/.test(each),
	);
	if (unknown !== undefined) throw new EngineError('invalid', `invalid mode: ${mode}`);
	if (!destination.startsWith('/'))
		throw new EngineError(
			'invalid',
			`invalid volume specification: '${text}': invalid mount config for type "${source.startsWith('/') ? 'bind' : 'volume'}": invalid mount path: '${destination}' mount path must be absolute`,
		);
	if (tidy(destination) === '/')
		throw new EngineError(
			'invalid',
			`invalid volume specification: '${text}': invalid mount config for type "${source.startsWith('/') ? 'bind' : 'volume'}": invalid specification: destination can't be '/'`,
		);
	if (!source.startsWith('/')) return volumePoint(host, source, tidy(destination), mode);
	return {
		type: 'bind',
		source: tidy(source),
		destination: tidy(destination),
		mode,
		rw: !options.includes('ro'),
		propagation: propagationIn(options),
	};
}

function volumePoint(host: Host, name: string, destination: string, mode: string): MountPoint {
	const volume = volumeFor(host, name ? { name } : {});
	const rw = !mode.split(',').includes('ro');
	return {
		type: 'volume',
		name: volume.name,
		source: volume.mountpoint,
		destination,
		driver: volume.driver,
		mode: mode || (name ? 'z' : ''),
		rw,
		propagation: '',
	};
}

function mountPoint(host: Host, { type, source, target, readOnly, options = '' }: Asked): MountPoint {
	const wrong = (what: string) =>
		new EngineError('invalid', `invalid mount config for type "${type}": ${what}`);
	if (type === 'volume') {
		const point = volumePoint(host, source, tidy(target), options);
		return { ...point, rw: !readOnly, mode: 'z' };
	}
	if (type !== 'bind') throw wrong('mount type unknown');
	if (!source) throw wrong('field Source must not be empty');
	if (!source.startsWith('/')) throw wrong(`invalid mount path: '${source}' mount path must be absolute`);
	if (!exists(host.state, daemonPid(host), source)) throw wrong(`bind source path does not exist: ${source}`);
	const propagation = propagationIn(options.split(','));
	return {
		type: 'bind',
		source: tidy(source),
		destination: tidy(target),
		mode: '',
		rw: !readOnly,
		propagation,
	};
}

/** --volumes-from CONTAINER[:ro] */
function borrowed(host: Host, text: string): MountPoint[] {
	const [name = '', mode = ''] = text.split(':');
	const { mounts } = containerFound(host.state, name);
	return mode === 'ro' ? mounts.map((point) => ({ ...point, rw: false })) : [...mounts];
}
