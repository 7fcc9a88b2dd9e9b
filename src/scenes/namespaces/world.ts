/** What a task sees of the world besides processes: its name on the network, its addresses, its root and its users. */
import type { IdRange } from '#host/kernel/namespace.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import type { Say } from '../scene.ts';

export interface Seen {
	readonly name: string;
	readonly value: string;
}

const addresses = (state: HostState, task: Task): string => {
	const links = state.nets.get(task.namespaces.net)?.links.values() ?? [];
	const own = links
		.filter(({ kind }) => kind !== 'loopback')
		.flatMap(({ name, addresses: all }) =>
			all.filter(({ family }) => family === 4).map(({ address, prefix }) => ({ name, address, prefix })),
		);
	const [first, ...rest] = own;
	if (!first) return 'lo';
	const { name, address, prefix } = first;
	return rest.length ? `${name} ${address} +${rest.length}` : `${name} ${address}/${prefix}`;
};

const root = (state: HostState, task: Task, say: Say): string => {
	const mounts = state.mounts.get(task.namespaces.mnt);
	const mount = mounts?.mounts.get(task.root.mount);
	const type = mount && state.filesystems.get(mount.device)?.type;
	return type === undefined ? '' : say('mounts', { type, count: mounts?.mounts.size ?? 0 });
};

/** Who root inside is outside. */
const users = (map: readonly IdRange[] | undefined, say: Say): string => {
	const range = map?.find(({ inside }) => inside === 0);
	if (!range) return say('unmapped');
	return range.outside === 0 ? say('sameRoot') : say('mappedRoot', { uid: range.outside });
};

export const worldOf = (state: HostState, task: Task, say: Say): readonly Seen[] => [
	{ name: say('hostname'), value: state.namespaces.get(task.namespaces.uts)?.hostname ?? '' },
	{ name: say('address'), value: addresses(state, task) },
	{ name: say('root'), value: root(state, task, say) },
	{ name: say('users'), value: users(state.namespaces.get(task.namespaces.user)?.uidMap, say) },
];
