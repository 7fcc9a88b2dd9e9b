/** A host for unit tests: its disks and boot tasks, without networks, engine start or programs. */
import { bootState, inodesOf } from './boot.ts';
import { bootDisks } from './bootDisks.ts';
import { installImage } from './engine/installImage.ts';
import { Host } from './host.ts';
import { profiles, type ProfileName } from './profile.ts';
import { Table } from './table.ts';

const tools = ['cat', 'ip', 'ls', 'ps'];

export const bareHost = (name: ProfileName = 'docker26-cgroup2', images: readonly string[] = []): Host => {
	const namespaces = { host: inodesOf('host'), outside: inodesOf('outside') };
	const disks = bootDisks(profiles[name], { tools, namespaces });
	const state = bootState(name, {
		roots: {
			host: { root: disks.roots.host, cwd: disks.cwd },
			outside: { root: disks.roots.outside, cwd: disks.roots.outside },
		},
		mounts: Table.of(disks.mounts.map((each) => [each.namespace, each] as const)),
		filesystems: Table.of(disks.filesystems.map((each) => [each.device, each] as const)),
		nets: Table.empty(),
		next: { mount: disks.nextMount, device: disks.nextDevice },
	});
	const host = new Host(state, () => undefined);
	for (const image of images) installImage(host, image);
	host.takeChanges();
	return host;
};
