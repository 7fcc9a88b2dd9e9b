/**
 * Saying is what a beat's sentence needs: the keys of locales' beats.json from the most to the least particular (the
 * first that a language has is used), and the values to fill it with. `sayings` lists every key there can be.
 */
import {
	containerAt,
	containerOfCgroup,
	containerOfNamespace,
	containerOfPath,
	containerOfTask,
} from '#host/whose.ts';
import { exitStatus } from '#host/kernel/ending.ts';
import type { HostEvent } from '#host/event.ts';
import type { HostState } from '#host/state.ts';
import type { Header } from '#host/kernel/packet.ts';
import { ruleText } from '#host/kernel/ruleText.ts';
import { hopSaying } from './hopSaying.ts';
import type { BeatEvent } from './timeline.ts';

export interface Saying {
	readonly keys: readonly string[];
	readonly values: Readonly<Record<string, string | number | undefined>>;
}

type Values = Saying['values'];
/** `kind`, then `kind.variant` for each variant; the last is the most particular. */
const say = (kind: string, variants: readonly (string | false | undefined)[], values: Values): Saying => ({
	keys: [
		...variants
			.filter((each): each is string => !!each)
			.map((each) => `${kind}.${each}`)
			.reverse(),
		kind,
	],
	values,
});

const programOf = (state: HostState, pid: number): string => {
	const task = state.tasks.get(pid);
	return task ? task.comm : pid === 0 ? 'kernel' : `PID ${pid}`;
};
const nameOf = (container: { readonly name: string } | undefined): string => container?.name ?? '';
const shortPath = (path: string): string => path.replace(/[0-9a-f]{64}/g, (id) => `${id.slice(0, 6)}…`);
/** As the container will see it: mounts made before pivot_root lie under the overlay's merged directory. */
const insidePath = (path: string): string => shortPath(path.replace(/^.*\/merged(?=\/|$)/, '') || '/');
const groupName = (state: HostState, path: string): string =>
	containerOfCgroup(state, path)?.name ?? shortPath(path);
const shortId = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12);
const sizeText = (bytes: number): string =>
	bytes < 1000
		? `${bytes} B`
		: bytes < 1e6
			? `${(bytes / 1000).toPrecision(3)} kB`
			: `${(bytes / 1e6).toPrecision(3)} MB`;
/** As limits are written: in binary units. */
const mebibytes = (bytes: number): string => `${Math.round((bytes / 2 ** 20) * 10) / 10} MiB`;
const portOf = (address: string, port: number | undefined): string =>
	port === undefined ? address : `${address.includes(':') ? `[${address}]` : address}:${port}`;
const source = (header: Header) => portOf(header.source, header.sourcePort);
const destination = (header: Header) => portOf(header.destination, header.destinationPort);
const linkName = (state: HostState, namespace: number, index: number): string =>
	state.nets.get(namespace)?.links.get(index)?.name ?? '';

/** What a rewrite has changed: which side, and that side before and after. */
const rewritten = (
	before: Header,
	after: Header,
): { side: 'Source' | 'Destination'; before: string; after: string } =>
	destination(before) === destination(after)
		? { side: 'Source', before: source(before), after: source(after) }
		: { side: 'Destination', before: destination(before), after: destination(after) };

const arpVariant = ({ protocol, flags }: Header): string | false =>
	protocol === 'arp' && (flags === 'is-at' ? 'arpReply' : 'arp');

type Tell<K extends HostEvent['kind']> = (
	event: Extract<HostEvent, { readonly kind: K }>,
	before: HostState,
	after: HostState,
) => Saying;

const tellers: { readonly [K in HostEvent['kind']]: Tell<K> } = {
	'task.clone': ({ task }, before, after) => {
		const inner = task.pids[task.pids.length - 1]!;
		const isInside = task.pids.length > 1;
		return say('task.clone', [isInside && 'inside', isInside && inner.pid === 1 && 'init'], {
			pid: task.pid,
			inner: inner.pid,
			parent: programOf(before, task.parent),
			container: nameOf(containerOfTask(after, task.pid)),
		});
	},
	'task.exec': ({ pid, argv }) => say('task.exec', [], { pid, program: argv.join(' ') }),
	'task.enter': ({ pid, how, types }) => say('task.enter', [how], { pid, types: types.join(', ') }),
	'task.signal': ({ pid, signal, effect }, before) => {
		const task = before.tasks.get(pid);
		const isInit = task?.pids[task.pids.length - 1]?.pid === 1;
		return say('task.signal', [effect, effect === 'ignored' && isInit && 'ignoredByInit'], {
			pid,
			signal: `SIG${signal}`,
			program: programOf(before, pid),
		});
	},
	'task.status': ({ pid, status }, before) =>
		say('task.status', [status], { pid, status, program: programOf(before, pid) }),
	'task.exit': ({ pid, end, cause }, before) =>
		say(
			'task.exit',
			['code' in end ? 'code' : 'signal', cause === 'oom' && 'oom', cause === 'init-died' && 'init-died'],
			{
				pid,
				code: exitStatus(end),
				signal: 'signal' in end ? `SIG${end.signal}` : undefined,
				program: programOf(before, pid),
			},
		),
	'task.reparent': ({ pid, parent }) => say('task.reparent', [], { pid, parentPid: parent }),
	'task.reap': ({ pid }) => say('task.reap', [], { pid }),
	'task.change': ({ pid, why, set }, before) =>
		say('task.change', [why], {
			pid,
			program: programOf(before, pid),
			memory: mebibytes(set.memory ?? 0),
			swapped: mebibytes(set.swapped ?? 0),
		}),
	'namespace.create': ({ namespace }) =>
		say('namespace.create', [namespace.type], { type: namespace.type, inode: namespace.inode }),
	'namespace.hostname': ({ inode, hostname }) => say('namespace.hostname', [], { inode, hostname }),
	'namespace.idMap': ({ inode }) => say('namespace.idMap', [], { inode }),
	'namespace.queue': ({ inode }) => say('namespace.queue', [], { inode }),
	'namespace.pin': ({ inode, isPinned, path }) =>
		say('namespace.pin', [!isPinned && 'released'], { inode, path: shortPath(path) }),
	'namespace.destroy': ({ inode }, before) =>
		say('namespace.destroy', [], { inode, type: before.namespaces.get(inode)?.type }),
	'cgroup.create': ({ path }, before) =>
		say('cgroup.create', [containerOfCgroup(before, path) && 'container'], {
			group: shortPath(path),
			container: nameOf(containerOfCgroup(before, path)),
		}),
	'cgroup.write': ({ path, file, value }, before) =>
		say('cgroup.write', [file], { group: groupName(before, path), file, value }),
	'cgroup.pass': ({ path, controllers }) =>
		say('cgroup.pass', [], { group: shortPath(path), controllers: controllers.join(' ') }),
	'cgroup.attach': ({ path, pid }, before) =>
		say('cgroup.attach', [containerOfCgroup(before, path) && 'container'], {
			pid,
			group: shortPath(path),
			container: nameOf(containerOfCgroup(before, path)),
		}),
	'cgroup.freeze': ({ path, frozen }, before) =>
		say('cgroup.freeze', [!frozen && 'thaw'], { group: groupName(before, path) }),
	'cgroup.count': ({ path, counter }, before) =>
		say('cgroup.count', [counter], { group: groupName(before, path), counter }),
	'cgroup.transfer': ({ path, direction, bytes, until }, before) => {
		const isThrottled = Object.keys(until).some((each) => each !== '/');
		return say('cgroup.transfer', [direction, isThrottled && `${direction}.throttled`], {
			group: groupName(before, path),
			size: mebibytes(bytes),
		});
	},
	'cgroup.remove': ({ path }, before) =>
		say('cgroup.remove', [containerOfCgroup(before, path) && 'container'], {
			group: shortPath(path),
			container: nameOf(containerOfCgroup(before, path)),
		}),
	'mount.add': ({ mount, why }, _, after) =>
		say('mount.add', [why], {
			target: insidePath(mount.path),
			source: shortPath(mount.source),
			type: after.filesystems.get(mount.device)?.type,
		}),
	'mount.remove': ({ namespace, id }, before) => {
		const path = before.mounts.get(namespace)?.mounts.get(id)?.path ?? '';
		return say('mount.remove', [path.endsWith('/merged') && 'overlay'], { target: insidePath(path) });
	},
	'mount.change': ({ namespace, id }, before) =>
		say('mount.change', [], { target: insidePath(before.mounts.get(namespace)?.mounts.get(id)?.path ?? '') }),
	'mount.propagation': ({ propagation }) => say('mount.propagation', [propagation], { propagation }),
	'mount.copy': () => say('mount.copy', [], {}),
	'mount.pivotRoot': () => say('mount.pivotRoot', [], {}),
	'filesystem.make': ({ filesystem }) => say('filesystem.make', [], { type: filesystem.type }),
	'filesystem.drop': () => say('filesystem.drop', [], {}),
	'file.put': ({ path, why, by }, before) =>
		say('file.put', [why, why === 'layer' && path.includes('-init') && 'layer.init'], {
			path: shortPath(path),
			file: path.slice(path.lastIndexOf('/') + 1),
			program: programOf(before, by),
			container: nameOf(containerOfPath(before, path)),
		}),
	'file.remove': ({ path, why, by }, before) =>
		say('file.remove', [why, why === 'layer' && path.includes('-init') && 'layer.init'], {
			path: shortPath(path),
			program: programOf(before, by),
		}),
	'file.rename': ({ path, by }, before) =>
		say('file.rename', [], { path: shortPath(path), program: programOf(before, by) }),
	'overlay.copyUp': ({ path, puts, bytes }) =>
		say('overlay.copyUp', [puts.at(-1)?.inode.kind === 'dir' && 'directory'], {
			path,
			size: sizeText(bytes),
		}),
	'overlay.whiteout': ({ path }) => say('overlay.whiteout', [], { path }),
	'overlay.opaque': ({ path }) => say('overlay.opaque', [], { path }),
	'net.make': ({ net }) => say('net.make', [], { inode: net.namespace }),
	'net.name': ({ namespace, name }) => say('net.name', [], { inode: namespace, name }),
	'net.sysctl': ({ key, value }) => say('net.sysctl', [key], { key, value }),
	'link.add': ({ link }) => say('link.add', [link.kind], { link: link.name }),
	'link.vethPair': ({ near, far }) => say('link.vethPair', [], { near: near.link.name, far: far.link.name }),
	'link.remove': ({ namespace, index }, before) =>
		say('link.remove', [before.nets.get(namespace)?.links.get(index)?.kind], {
			link: linkName(before, namespace, index),
		}),
	'link.master': ({ namespace, index, master }, before) =>
		say('link.master', [master === undefined && 'left'], {
			link: linkName(before, namespace, index),
			master: master === undefined ? undefined : linkName(before, namespace, master),
		}),
	'link.state': ({ namespace, index, isUp }, before) =>
		say('link.state', [isUp ? 'up' : 'down'], { link: linkName(before, namespace, index) }),
	'link.change': ({ namespace, index, set }, before) => {
		const [what, value] = Object.entries(set)[0] ?? [];
		return say('link.change', [what], { link: linkName(before, namespace, index), value });
	},
	'link.move': ({ from, index, to, name }, before, after) => {
		const container = containerOfNamespace(after, to);
		return say('link.move', [container && 'container'], {
			link: linkName(before, from, index),
			name,
			container: nameOf(container),
		});
	},
	'address.add': ({ namespace, index, address }, before) =>
		say('address.add', [], {
			link: linkName(before, namespace, index),
			address: `${address.address}/${address.prefix}`,
		}),
	'address.remove': ({ namespace, index, address }, before) =>
		say('address.remove', [], { link: linkName(before, namespace, index), address }),
	'route.add': ({ route }) =>
		say(
			'route.add',
			[route.via !== undefined && 'via', route.to === 'default' && route.via !== undefined && 'default'],
			{ to: route.to, device: route.device, via: route.via },
		),
	'route.remove': ({ route }) =>
		say('route.remove', [], { to: route.to, device: route.device, via: route.via }),
	'neighbour.set': ({ neighbour }) =>
		say('neighbour.set', [neighbour.state === 'FAILED' && 'failed'], {
			address: neighbour.address,
			mac: neighbour.mac,
		}),
	'neighbour.remove': ({ address }) => say('neighbour.remove', [], { address }),
	'fdb.learn': ({ namespace, entry }, before) =>
		say('fdb.learn', [], { mac: entry.mac, link: linkName(before, namespace, entry.port) }),
	'fdb.forget': () => say('fdb.forget', [], {}),
	'socket.listen': ({ socket }, before) => {
		const program = programOf(before, socket.pid);
		return say('socket.listen', [program === 'docker-proxy' && 'proxy'], {
			program,
			address: portOf(socket.address, socket.port),
		});
	},
	'socket.close': ({ namespace, id }, before) => {
		const socket = before.nets.get(namespace)?.sockets.get(id);
		return say('socket.close', [], { address: socket && portOf(socket.address, socket.port) });
	},
	'socket.bindClient': ({ port }) => say('socket.bindClient', [], { port }),
	'chain.add': ({ table, chain }) => say('chain.add', [], { table, chain }),
	'chain.remove': ({ table, chain }) => say('chain.remove', [], { table, chain }),
	'chain.policy': ({ table, chain, policy }) => say('chain.policy', [], { table, chain, policy }),
	'chain.zero': ({ table, chain }) => say('chain.zero', [], { table, chain }),
	'chain.flush': ({ table, chain }) => say('chain.flush', [], { table, chain }),
	'rule.add': ({ table, chain, rule }) =>
		say('rule.add', [rule.target], {
			table,
			chain,
			rule: ruleText(rule),
			to: rule.to,
			port: rule.destinationPort?.value,
		}),
	'rule.remove': ({ namespace, table, chain, id }, before) => {
		const rule = before.nets.get(namespace)?.netfilter[table][chain]?.rules.find((each) => each.id === id);
		return say('rule.remove', [], { table, chain, rule: rule && ruleText(rule) });
	},
	'rule.count': ({ table, chain }) => say('rule.count', [], { table, chain }),
	'conntrack.new': ({ flow }) =>
		say('conntrack.new', [], {
			source: portOf(flow.original.source, flow.original.sourcePort),
			destination: portOf(flow.original.destination, flow.original.destinationPort),
		}),
	'conntrack.update': ({ set }) =>
		say(
			'conntrack.update',
			[set.state !== undefined && 'state', set.isReplied && 'replied', set.reply !== undefined && 'nat'],
			{
				state: set.state,
				source: set.reply && portOf(set.reply.source, set.reply.sourcePort),
				destination: set.reply && portOf(set.reply.destination, set.reply.destinationPort),
			},
		),
	'conntrack.destroy': ({ why }) => say('conntrack.destroy', [why], {}),
	'packet.send': ({ packet: { header } }) =>
		say('packet.send', [header.source === '0.0.0.0' && 'unbound', arpVariant(header)], {
			what:
				header.protocol === 'tcp'
					? `TCP ${header.flags}`
					: header.protocol === 'icmp'
						? `ICMP ${header.flags}`
						: header.protocol.toUpperCase(),
			source: source(header),
			destination: destination(header),
			mac: header.sourceMac,
		}),
	'packet.hop': hopSaying,
	'packet.match': ({ namespace, table, chain, verdict, index = 0 }, before) => {
		const rule = before.nets.get(namespace)?.netfilter[table][chain]?.rules[index - 1];
		return say('packet.match', [verdict], { table, chain, verdict, index, target: rule?.target });
	},
	'packet.rewrite': ({ before: was, header, by }) => {
		const { side, before, after } = rewritten(was, header);
		return say('packet.rewrite', [by, by === 'conntrack' && `conntrack${side}`], { before, after });
	},
	'packet.known': () => say('packet.known', [], {}),
	'packet.drop': ({ packet, why }, _, after) =>
		say('packet.drop', [why], { destination: after.packets.get(packet)?.header.destination }),
	'packet.deliver': ({ packet, namespace, socket, what }, before, after) => {
		const header = (before.packets.get(packet) ?? after.packets.get(packet))?.header;
		const pid = socket === undefined ? undefined : before.nets.get(namespace)?.sockets.get(socket)?.pid;
		return say('packet.deliver', [what], {
			destination: header && destination(header),
			program: pid === undefined ? undefined : programOf(before, pid),
			container: header && nameOf(containerAt(before, header.destination)),
		});
	},
	'packet.clear': () => say('packet.clear', [], {}),
	'name.ask': ({ pid, name }, before) => say('name.ask', [], { program: programOf(before, pid), name }),
	'name.consult': ({ table, at, name, found }) => {
		const outcome = found === undefined ? 'asked' : found.length ? 'found' : 'none';
		return say('name.consult', [`${table}.${outcome}`], { at, name, found: found?.join(', ') });
	},
	'name.answer': ({ addresses }, before) =>
		say('name.answer', [addresses.length === 0 && 'none'], {
			name: before.lookup?.name,
			addresses: addresses.join(', '),
		}),
	'page.cache': ({ cached }, before) =>
		say('page.cache', [cached.written !== undefined && 'written'], {
			name: shortPath(cached.name),
			group: groupName(before, cached.group),
			size: mebibytes(cached.bytes),
		}),
	'page.drop': ({ device, inode, bytes, wasDirty }, before) => {
		const cached = before.pages.get(`${device}:${inode}`);
		return say('page.drop', [wasDirty && 'dirty'], {
			name: shortPath(cached?.name ?? ''),
			group: groupName(before, cached?.group ?? '/'),
			size: mebibytes(bytes),
		});
	},
	'swap.on': ({ area }) => say('swap.on', [], { name: shortPath(area.path), size: mebibytes(area.size) }),
	'swap.off': ({ path }) => say('swap.off', [], { name: shortPath(path) }),
	'clock.advance': ({ seconds }, before) => {
		const waiting = before.engine.containers.find(
			(each) => each.isStoppedByHand && each.state.status === 'running',
		);
		return say('clock.advance', [waiting && 'grace'], {
			seconds: Math.round(seconds * 10) / 10,
			container: nameOf(waiting),
		});
	},
	'container.create': ({ container }) => say('container.create', [], { container: container.name }),
	'container.change': ({ id, why, set }, before) =>
		say('container.change', [why, why === 'disconnected' && 'sandbox' in set && 'sandboxGone'], {
			container: nameOf(before.engine.containers.get(id)),
			code: set.state?.exitCode,
			reason: set.state?.error?.split(': ').at(-1),
			address: set.endpoints && Object.values(set.endpoints).find((each) => each.address)?.address,
		}),
	'container.rename': ({ id, name }, before) =>
		say('container.rename', [], { container: nameOf(before.engine.containers.get(id)), name }),
	'container.log': ({ id, line }, before) =>
		say('container.log', [], { container: nameOf(before.engine.containers.get(id)), line: line.text }),
	'container.remove': ({ id }, before) =>
		say('container.remove', [], { container: nameOf(before.engine.containers.get(id)) }),
	'port.allocate': ({ key, id }, before) =>
		say('port.allocate', [], {
			port: key.slice(key.indexOf(':') + 1),
			container: nameOf(before.engine.containers.get(id)),
		}),
	'port.release': ({ key }) => say('port.release', [], { port: key.slice(key.indexOf(':') + 1) }),
	'engine.daemon': ({ pid }) => say('engine.daemon', [pid === undefined ? 'down' : 'up'], { pid }),
	'build.begin': ({ steps }) => say('build.begin', [], { count: steps.length }),
	'build.step': ({ index, outcome, image, isLayer }, _, after) =>
		say('build.step', [outcome, outcome === 'built' && !isLayer && 'built.config'], {
			number: index + 1,
			text: after.engine.build?.steps[index]?.text ?? '',
			id: shortId(image ?? ''),
		}),
	'image.add': ({ image }) => say('image.add', [], { id: shortId(image.id) }),
	'image.remove': ({ id }) => say('image.remove', [], { id: shortId(id) }),
	'image.tag': ({ name, id }) => say('image.tag', [], { name, id: shortId(id) }),
	'image.untag': ({ name, id }) => say('image.untag', [], { name, id: shortId(id) }),
	'image.digest': ({ id, reference, isGone }) =>
		say('image.digest', [isGone && 'gone'], { id: shortId(id), reference: shortPath(reference) }),
	'layer.add': ({ layer }) => say('layer.add', [], { size: sizeText(layer.size) }),
	'layer.remove': () => say('layer.remove', [], {}),
	'registry.open': ({ address }) => say('registry.open', [], { address }),
	'registry.blob': ({ repository, bytes }) => say('registry.blob', [], { repository, size: sizeText(bytes) }),
	'registry.manifest': ({ repository, tag }) => say('registry.manifest', [], { repository, tag }),
	'network.create': ({ network }) =>
		say('network.create', [network.driver], { network: network.name, subnet: network.subnet }),
	'network.remove': ({ id }, before) =>
		say('network.remove', [], { network: before.engine.networks.get(id)?.name }),
	'network.change': ({ id }, before) =>
		say('network.change', [], { network: before.engine.networks.get(id)?.name }),
	'network.nextPool': () => say('network.nextPool', [], {}),
	'network.lease': ({ id, address, container }, before) =>
		say('network.lease', [], {
			network: before.engine.networks.get(id)?.name,
			address,
			container: nameOf(before.engine.containers.get(container)) || shortId(container),
		}),
	'network.release': ({ id, address }, before) =>
		say('network.release', [], { network: before.engine.networks.get(id)?.name, address }),
	'volume.create': ({ volume }) =>
		say('volume.create', [volume.isAnonymous && 'anonymous'], { volume: volume.name }),
	'volume.remove': ({ name }) => say('volume.remove', [], { volume: name }),
	'engine.event': ({ message }) => say('engine.event', [], { type: message.type, action: message.action }),
};

/** What to say of a beat. */
export const saying = (event: BeatEvent, before: HostState, after: HostState): Saying =>
	event.kind === 'command.read'
		? { keys: ['command.read'], values: { command: event.command } }
		: (tellers[event.kind] as (event: HostEvent, before: HostState, after: HostState) => Saying)(
				event,
				before,
				after,
			);

/** The kinds that a language must have a sentence for, its least particular one. */
export const saidKinds: readonly string[] = ['command.read', ...Object.keys(tellers)];
