/** What must be true of every state a host can be in; each answer is a sentence about what is not. */
import { cgroupKey, parentPath } from '#host/kernel/cgroup.ts';
import type { HostState } from '#host/state.ts';

const repeated = (values: readonly string[]): string[] =>
	values.filter((value, i) => values.indexOf(value) !== i);

const tasks = (state: HostState): string[] => {
	const all = state.tasks.values();
	const numbers = all.flatMap((task) => task.pids.map(({ namespace, pid }) => `${namespace}/${pid}`));
	return [
		...repeated(numbers).map((each) => `two tasks are PID ${each}`),
		...all
			.filter((task) => task.parent !== 0 && !state.tasks.has(task.parent))
			.map((task) => `task ${task.pid} (${task.comm}) has no parent ${task.parent}`),
		...all.flatMap((task) =>
			task.status === 'Z'
				? []
				: Object.entries(task.namespaces)
						.filter(([, inode]) => !state.namespaces.has(inode))
						.map(
							([type, inode]) =>
								`task ${task.pid} (${task.comm}) is in ${type} namespace ${inode}, which is gone`,
						),
		),
		...all.flatMap((task) =>
			Object.entries(task.cgroups)
				.filter(([hierarchy, path]) => task.status !== 'Z' && !state.cgroups.has(cgroupKey(hierarchy, path)))
				.map(
					([hierarchy, path]) =>
						`task ${task.pid} (${task.comm}) is in cgroup ${hierarchy}:${path}, which is gone`,
				),
		),
	];
};

/** A namespace is made in two steps; what a task is in has both. */
const namespaces = (state: HostState): string[] => {
	const lived = new Set(
		state.tasks.values().flatMap((task) => (task.status === 'Z' ? [] : Object.values(task.namespaces))),
	);
	return state.namespaces
		.values()
		.flatMap(({ inode, type }) => [
			...(type === 'net' && lived.has(inode) && !state.nets.has(inode)
				? [`net namespace ${inode} has no stack`]
				: []),
			...(type === 'mnt' && lived.has(inode) && !state.mounts.has(inode)
				? [`mnt namespace ${inode} has no mounts`]
				: []),
		]);
};

const cgroups = (state: HostState): string[] => {
	const held = new Map<string, number>();
	for (const task of state.tasks.values()) {
		const hierarchy = task.cgroups['pids'] === undefined ? 'unified' : 'pids';
		for (let path = task.cgroups[hierarchy]; path !== undefined; path = parentPath(path))
			held.set(cgroupKey(hierarchy, path), (held.get(cgroupKey(hierarchy, path)) ?? 0) + 1);
	}
	return state.cgroups.entries().flatMap(([key, group]) => {
		const parent = parentPath(group.path);
		return [
			...(parent !== undefined && !state.cgroups.has(cgroupKey(group.hierarchy, parent))
				? [`cgroup ${key} has no parent`]
				: []),
			...(group.population !== (held.get(key) ?? 0)
				? [`cgroup ${key} counts ${group.population} tasks, there are ${held.get(key) ?? 0}`]
				: []),
		];
	});
};

const links = (state: HostState): string[] =>
	state.nets.values().flatMap((net) => [
		...repeated(net.links.values().map((link) => link.name)).map(
			(name) => `two links ${name} in ${net.namespace}`,
		),
		...net.links.values().flatMap((link) => {
			const peer = link.peer && state.nets.get(link.peer.namespace)?.links.get(link.peer.index);
			if (
				link.kind === 'veth' &&
				(!peer || peer.peer?.namespace !== net.namespace || peer.peer.index !== link.index)
			)
				return [`${link.name} in ${net.namespace} has no other end`];
			if (link.master !== undefined && net.links.get(link.master)?.kind !== 'bridge')
				return [`${link.name} is a port of no bridge`];
			return [];
		}),
		...net.sockets
			.values()
			.filter((socket) => state.tasks.get(socket.pid) === undefined)
			.map((socket) => `socket on ${socket.port} of a task ${socket.pid} that is gone`),
	]);

const engine = (state: HostState): string[] => {
	const { containers, names, networks, ports, images } = state.engine;
	const addresses = containers
		.values()
		.flatMap((each) =>
			Object.entries(each.endpoints).flatMap(([network, endpoint]) =>
				endpoint.address ? [`${network} ${endpoint.address}`] : [],
			),
		);
	return [
		...repeated(addresses).map((each) => `two containers have ${each}`),
		...names
			.entries()
			.filter(([name, id]) => containers.get(id)?.name !== name)
			.map(([name]) => `name ${name} is nobody's`),
		...containers
			.values()
			.flatMap((each) => [
				...(names.get(each.name) !== each.id ? [`container ${each.name} is not found by its name`] : []),
				...(each.state.status === 'running' && !state.tasks.has(each.state.pid)
					? [`running container ${each.name} has no task ${each.state.pid}`]
					: []),
				...(/^(created|exited|dead)$/.test(each.state.status) && each.state.pid !== 0
					? [`${each.state.status} container ${each.name} has PID ${each.state.pid}`]
					: []),
				...(!images.has(each.image) && each.state.status === 'running' && !each.image
					? [`container ${each.name} is of no image`]
					: []),
			]),
		...ports
			.values()
			.filter((id) => !containers.has(id))
			.map((id) => `a port is held for ${id}, which is gone`),
		...networks.values().flatMap((network) =>
			network.addresses
				.entries()
				.filter(([, id]) => !containers.has(id))
				.map(([address]) => `${address} of ${network.name} is leased to nobody`),
		),
	];
};

/** What holds after every single event: the kernel's own. */
export const broken = (state: HostState): string[] => [
	...tasks(state),
	...namespaces(state),
	...cgroups(state),
	...links(state),
];
/** What holds as well once a command is done: the engine's record lags behind the kernel for some events, as a real one's. */
export const brokenAtRest = (state: HostState): string[] => [...broken(state), ...engine(state)];
