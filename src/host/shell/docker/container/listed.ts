/** A container as the engine lists it (moby: daemon/list.go). */
import type { Container } from '../../../engine/container.ts';
import { portsInspect } from '../../../engine/portsShown.ts';
import { sizeRw } from '../../../engine/layerDiff.ts';
import type { HostState } from '../../../state.ts';
import type { ListedContainer } from '../format/containers.ts';
import type { Port } from '../format/ports.ts';
import { statusText } from './statusText.ts';

export function listed(state: HostState, container: Container, withSize: boolean): ListedContainer {
	const { id, name, image, config, mounts, endpoints } = container;
	return {
		ID: id,
		Names: [`/${name}`],
		Image: shownImage(state, container),
		ImageID: `sha256:${image}`,
		Command: commandText(container),
		Created: container.created,
		Ports: portsOf(state, container),
		State: container.state.status,
		Status: statusText(container, state.clock.now),
		...(withSize && sizes(state, container)),
		Labels: config.labels,
		Mounts: mounts.map((mount) => ({
			Source: mount.source,
			...(mount.name && { Name: mount.name }),
			...(mount.driver && { Driver: mount.driver }),
		})),
		Networks: Object.keys(endpoints).sort(),
	};
}

/** The name it was made from, as long as that still names the same image. */
function shownImage({ engine }: HostState, { imageName, image }: Container): string {
	const now =
		engine.tags.get(imageName.includes(':') ? imageName : `${imageName}:latest`) ??
		engine.tags.get(imageName);
	const isSame = now === image || engine.digests.get(imageName) === image;
	return isSame ? imageName : `sha256:${image}`;
}

export const commandText = ({ path, args }: Pick<Container, 'path' | 'args'>): string =>
	[path, ...args.map((arg) => (arg.includes(' ') ? `'${arg}'` : arg))].join(' ');

/** Published ports with their host side, exposed ones without. */
export function portsOf(state: HostState, container: Container): Port[] {
	if (!container.sandbox) return [];
	return Object.entries(portsInspect(state, container)).flatMap(([port, bindings]): Port[] => {
		const [number, type = 'tcp'] = port.split('/');
		const own = { PrivatePort: Number(number), Type: type };
		if (!bindings) return [own];
		return bindings.map(({ HostIp, HostPort }) => ({ ...own, IP: HostIp, PublicPort: Number(HostPort) }));
	});
}

function sizes(state: HostState, container: Container): { SizeRw: number; SizeRootFs: number } {
	const own = sizeRw(state, container);
	return { SizeRw: own, SizeRootFs: own + (state.engine.images.get(container.image)?.size ?? 0) };
}
