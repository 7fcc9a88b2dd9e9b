/** The files of sysfs, as far as somebody who looks for containers reads it: links, block devices, and mount points (sysfs(5)). */
import { profiles } from '../profile.ts';
import type { KernelFs } from './file.ts';
import { rangesOf } from './cpuList.ts';
import { hasCarrier, netOf, portsOf } from './links.ts';
import { operationalState } from './linkState.ts';
import type { Link } from './net.ts';
import type { HostState } from '../state.ts';
import { link, type View, type Virtual } from './virtual.ts';
import { virtualIn, type Branch } from './virtualTree.ts';

const statistics = (each: Link): Branch => ({
	rx_bytes: () => `${each.rx}\n`,
	tx_bytes: () => `${each.tx}\n`,
});
/** /sys/class/net/NAME (sysfs-class-net). */
const constant = (value: string) => () => `${value}\n`;
const linkFiles = (state: HostState, namespace: number, each: Link): Branch => ({
	address: () => `${each.mac}\n`,
	carrier: () => `${hasCarrier(state, namespace, each) ? 1 : 0}\n`,
	ifindex: () => `${each.index}\n`,
	iflink: () => `${each.peer?.index ?? each.index}\n`,
	mtu: () => `${each.mtu}\n`,
	operstate: () => `${operationalState(state, namespace, each).toLowerCase()}\n`,
	statistics: statistics(each),
	tx_queue_len: () => `${each.queueLength ?? 1000}\n`,
	type: () => `${each.kind === 'loopback' ? 772 : 1}\n`,
	...(each.kind === 'bridge' && {
		bridge: { stp_state: constant('0') },
		brif: Object.fromEntries(
			portsOf(netOf(state, namespace), each.index).map(({ name }) => [name, link(`../../${name}/brport`)]),
		),
	}),
	...(each.master !== undefined && {
		brport: { state: constant('3') },
		master: link(`../${netOf(state, namespace).links.get(each.master)?.name ?? ''}`),
	}),
});

const treeOf = ({ state }: View, fs: KernelFs, first: string | undefined): Branch => {
	const links = first === 'class' ? (state.nets.get(fs.namespace)?.links.values() ?? []) : [];
	const { cpus, memory } = profiles[state.profile];
	const all = `${rangesOf(Array.from({ length: cpus }, (_, cpu) => cpu))}\n`;
	const online = { online: () => all, possible: () => all, present: () => all };
	return {
		block: { vda: { size: () => `${8 * 2 ** 21}\n` } },
		bus: {},
		class: {
			block: { vda: link('../../block/vda') },
			net: Object.fromEntries(links.map((each) => [each.name, linkFiles(state, fs.namespace, each)])),
		},
		dev: {},
		devices: { system: { cpu: online, memory: { total: () => `${memory}\n` } }, virtual: { powercap: {} } },
		firmware: {},
		fs: { bpf: {}, cgroup: {}, ext4: {} },
		kernel: { debug: {}, security: {}, tracing: {} },
		module: {
			overlay: { parameters: { index: () => 'N\n', metacopy: () => 'N\n', redirect_dir: () => 'N\n' } },
		},
		power: {},
	};
};

/** What one reads in /sys. */
export const sysRead = (view: View, fs: KernelFs, names: readonly string[]): Virtual | undefined =>
	virtualIn(treeOf(view, fs, names[0]), names, 0o755);
