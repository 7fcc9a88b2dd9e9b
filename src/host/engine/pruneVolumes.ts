/** docker volume prune, and what volumes take (moby: volume/service). */
import { treeAt } from '../kernel/files.ts';
import type { Host } from '../host.ts';
import { announce } from './announce.ts';
import type { Volume } from './volume.ts';
import { daemonPid, volumeUsers, dropVolume } from './volumes.ts';

/** Bytes of what is in it; directories do not count (moby: daemon/internal/directory.Size). */
export const volumeSize = (host: Host, { mountpoint }: Volume): number =>
	treeAt(host.state, daemonPid(host), mountpoint).reduce(
		(sum, node) => sum + (node.kind === 'dir' ? 0 : node.size),
		0,
	);

/** docker volume prune, which tells of the whole only: unused ones; from 26.1 on only anonymous ones unless all are meant (moby: volume/service Prune). */
export function pruneVolumes(host: Host, isAll: boolean): { names: string[]; reclaimed: number } {
	const unused = host.state.engine.volumes.filter(
		({ name, isAnonymous }) => (isAll || isAnonymous) && !volumeUsers(host.state, name).length,
	);
	const reclaimed = unused.reduce((sum, volume) => sum + volumeSize(host, volume), 0);
	for (const volume of unused) dropVolume(host, volume);
	announce(host, 'volume', 'prune', '', { reclaimed: String(reclaimed) });
	return { names: unused.map(({ name }) => name), reclaimed };
}
