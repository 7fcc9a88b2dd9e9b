/** docker system df (docker/cli: cli/command/system/df.go; moby: daemon/disk_usage.go). */
import { volumeUsers } from '../../../engine/volumes.ts';
import { volumeSize } from '../../../engine/pruneVolumes.ts';
import type { Host } from '../../../host.ts';
import type { Running } from '../../../process.ts';
import type { Client } from '../client.ts';
import { listed } from '../container/listed.ts';
import { diskUsageTables, printedDiskUsage, type DiskUsage } from '../format/diskUsage.ts';
import { listedImage, listedImages } from '../image/listed.ts';
import { printed } from '../printed.ts';
import { listedVolume } from '../volume/verbs.ts';

function usage(host: Host): DiskUsage {
	const { state } = host;
	const { layers, containers, volumes } = state.engine;
	return {
		LayersSize: layers.values().reduce((sum, { size }) => sum + size, 0),
		Images: listedImages(state, false).map((image) => listedImage(state, image, { isCounted: true })),
		Containers: containers.values().map((each) => listed(state, each, true)),
		Volumes: volumes.values().map((volume) => ({
			...listedVolume(volume),
			UsageData: { Size: volumeSize(host, volume), RefCount: volumeUsers(state, volume.name).length },
		})),
	};
}

export function* dfVerb(client: Client): Running<number> {
	const { flags, host, version } = client;
	if (flags.isOn('verbose')) {
		if (flags.text('format')) client.fail('the verbose and the format options conflict');
		client.process.write(diskUsageTables(usage(host), version, host.state.clock.now));
		return 0;
	}
	return printed(client, printedDiskUsage(usage(host), flags.text('format'), version));
}
