/** What a container held while it ran is given back: network, layers, volumes (moby: daemon/start.go Cleanup). */
import type { Host } from '../host.ts';
import { changeContainer } from './change.ts';
import { releaseEndpoints } from './endpoint.ts';
import { unmountLayers } from './layerStore.ts';
import { unmountVolumes } from './volumeMount.ts';
import { announceVolumes } from './volumeUse.ts';

export function releaseAll(host: Host, id: string): void {
	releaseEndpoints(host, id);
	const container = host.state.engine.containers.get(id)!;
	if (container.overlay === undefined) return;
	unmountLayers(host, container.layer);
	changeContainer(host, id, 'unmounted', { overlay: undefined } as never);
	unmountVolumes(host, container);
	announceVolumes(host, container, 'unmount');
}
