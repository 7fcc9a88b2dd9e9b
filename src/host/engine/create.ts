/** docker create: a record, two empty layers and its volumes; no network, no cgroup, no namespace, no process (moby: daemon/create.go). */
import { exists } from '../kernel/files.ts';
import type { Host } from '../host.ts';
import { announceContainer } from './announce.ts';
import type { Container, HostConfig, MountPoint } from './container.ts';
import { makeContainerFiles } from './containerFiles.ts';
import { containerFound } from './containerFound.ts';
import { reservedName } from './containerName.ts';
import type { ContainerSpec } from './containerSpec.ts';
import { adapted } from './defaults.ts';
import { checkEndpoints, wishedEndpoints } from './endpoint.ts';
import { EngineError, isEngineError } from './error.ts';
import { freshId } from './fresh.ts';
import type { Image } from './image.ts';
import {
	freshLayerName,
	initLayer,
	layerPaths,
	mountLayers,
	unmountLayers,
	writableLayer,
} from './layerStore.ts';
import { commandOf, mergedConfig } from './mergedConfig.ts';
import { mountPoints } from './mountPoints.ts';
import { imageFound } from './reference.ts';
import { containerOfMode, isContainerMode, verifySettings } from './verifySettings.ts';
import { mountVolume, unmountVolume } from './volumeMount.ts';
import { daemonPid, populate } from './volumes.ts';

export interface Created {
	readonly container: Container;
	readonly warnings: readonly string[];
}

export function createContainer(host: Host, spec: ContainerSpec): Created {
	const warnings = verifySettings(spec.config, spec.hostConfig, host.profile);
	const draft = drafted(host, spec);
	checkEndpoints(host.state, draft);
	checkLinks(host, draft);
	const container = withMounts(host, draft);
	makeLayers(host, container);
	makeContainerFiles(host, container);
	fillVolumes(host, container);
	host.emit({ kind: 'container.create', container });
	announceContainer(host, container, 'create');
	host.scheduler.pass(0.02);
	return { container, warnings };
}

/** Its record before anything is on the disk. Refuses what is missing or taken. */
function drafted(host: Host, spec: ContainerSpec): Container {
	const hostConfig = joined(host, adapted(spec.hostConfig, host.profile));
	const image = imageFound(host, spec.config.image);
	const id = freshId(host, 'container');
	const name = reservedName(host, spec.name, id);
	const merged = mergedConfig(spec.config, image.config, host.profile);
	const isSharing = isContainerMode(hostConfig.networkMode) || hostConfig.networkMode === 'host';
	const hostname = merged.hostname || (isSharing || hostConfig.utsMode === 'host' ? '' : id.slice(0, 12));
	const config = { ...merged, hostname, image: spec.config.image };
	return {
		...{ id, name, config, hostConfig },
		created: host.state.clock.now,
		imageName: spec.config.image,
		image: image.id,
		...commandOf(config),
		state: fresh,
		layer: freshLayerName(host),
		endpoints: wishesOf(host, spec, hostConfig),
		mounts: [],
		restartCount: 0,
		isStoppedByHand: false,
		log: [],
		slot: host.state.engine.freeSlot,
		execIds: [],
		autoRemove: hostConfig.autoRemove,
	};
}

const fresh: Container['state'] = {
	status: 'created',
	pid: 0,
	exitCode: 0,
	error: '',
	oomKilled: false,
	startedAt: 0,
	finishedAt: 0,
};

function wishesOf(host: Host, { networks, config }: ContainerSpec, { networkMode }: HostConfig) {
	const asked = Object.entries(networks).map(([name, { address, aliases, links }]) => ({
		...{ name, aliases, links },
		...(address && { wished: address }),
	}));
	const names = Object.keys(networks);
	if (host.profile.major < 26 && names.length > 1)
		throw new EngineError(
			'invalid',
			`Container cannot be connected to network endpoints: ${names.join(', ')}`,
		);
	return wishedEndpoints(host.state, {
		networkMode,
		networks: asked,
		...(config.macAddress && { macAddress: config.macAddress }),
	});
}

/** `container:NAME` is kept as `container:ID`; a name that is no container's is refused. */
function joined(host: Host, hostConfig: HostConfig): HostConfig {
	const byId = (mode: string) =>
		isContainerMode(mode) ? `container:${containerFound(host.state, containerOfMode(mode)).id}` : mode;
	const { networkMode, pidMode, ipcMode } = hostConfig;
	return {
		...hostConfig,
		networkMode: byId(networkMode),
		pidMode: byId(pidMode),
		ipcMode: byId(ipcMode),
	};
}

/** By then it has its id, so the journal tells of its end. */
function checkLinks(host: Host, draft: Container): void {
	for (const link of draft.hostConfig.links) {
		const name = link.split(':')[0]!;
		try {
			containerFound(host.state, name);
		} catch (error) {
			if (!isEngineError(error)) throw error;
			announceContainer(host, draft, 'destroy');
			throw new EngineError('invalid', `could not get container for ${name}: ${error.message}`);
		}
	}
}

const withMounts = (host: Host, draft: Container): Container => ({
	...draft,
	mounts: mountPoints(host, draft.config, draft.hostConfig),
});

/** The thin layer of mount points over the image, and the empty one that the container writes to. */
function makeLayers(host: Host, { layer, image }: Container): void {
	const chain = topOf(host.state.engine.images.get(image)!);
	initLayer(host, layer, chain);
	writableLayer(host, layer, chain);
}
const topOf = (image: Image): string | undefined => image.chain.at(-1);

/** The overlay is mounted once, so that empty volumes can take what the image has in their place. */
function fillVolumes(host: Host, container: Container): void {
	mountLayers(host, container.layer);
	for (const point of container.mounts) if (isFilled(container, point)) fill(host, container, point);
	unmountLayers(host, container.layer);
}
const isFilled = ({ hostConfig }: Container, { type, destination }: MountPoint) =>
	type === 'volume' &&
	!hostConfig.mounts.some(({ target, options }) => target === destination && options?.includes('nocopy')) &&
	!hostConfig.binds.some((bind) => bind.includes(`:${destination}:`) && bind.includes('nocopy'));

function fill(host: Host, { layer }: Container, { name, destination }: MountPoint): void {
	const volume = host.state.engine.volumes.get(name!)!;
	const source = layerPaths(host.state, layer).merged + destination;
	if (!exists(host.state, daemonPid(host), source)) return;
	mountVolume(host, volume);
	populate(host, volume, source);
	unmountVolume(host, volume);
}
