/** What a task sees of the world besides processes: its name on the network, its addresses, its root and its users. */
import type { IdRange, NamespaceType } from '#host/kernel/namespace.ts';
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import type { Say } from '../scene.ts';

export interface Seen {
	/** The type of namespace that decides it. */
	readonly type: NamespaceType;
	readonly name: string;
	readonly value: string;
}

const addresses = (state: HostState, net: number): string => {
	const links = state.nets.get(net)?.links.values() ?? [];
	const own = links
		.filter(({ kind }) => kind !== 'loopback')
		.flatMap(({ name, addresses: all }) =>
			all.filter(({ family }) => family === 4).map(({ address, prefix }) => ({ name, address, prefix })),
		);
	const [first, ...rest] = own;
	if (!first) return [...links.map(({ name }) => name)].join(' ');
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

/** What a network namespace shows, also where nobody is in it. */
export const netOf = (state: HostState, net: number, say: Say): Seen => ({
	type: 'net',
	name: say('address'),
	value: addresses(state, net),
});

export const worldOf = (state: HostState, task: Task, say: Say): readonly Seen[] => [
	{
		type: 'uts',
		name: say('hostname'),
		value: state.namespaces.get(task.namespaces.uts)?.hostname ?? '',
	},
	netOf(state, task.namespaces.net, say),
	{ type: 'mnt', name: say('root'), value: root(state, task, say) },
	{ type: 'user', name: say('users'), value: users(state.namespaces.get(task.namespaces.user)?.uidMap, say) },
];
