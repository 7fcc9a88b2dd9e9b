/** What there is of a container on the host, found by asking the disk and the kernel for it. */
import type { Container } from '#host/engine/container.ts';
import type { HostState } from '#host/state.ts';
import { CONTAINERS, fileOnHost, OVERLAY2 } from '../hostDisk.ts';
import { cgroupsOf, mainTask } from '../members.ts';
import { shortId } from '../containers.ts';
import { unclaimedId, unclaimedLayer } from '../unclaimed.ts';

export const holdingNames = [
	'config',
	'layer',
	'mount',
	'namespaces',
	'address',
	'cgroup',
	'process',
] as const;
export type HoldingName = (typeof holdingNames)[number];

/** A value to be seen, and all of it for a pointer that rests there. */
export interface Holding {
	readonly text: string;
	readonly title: string;
	readonly isFrozen?: boolean;
}

type Ask = (state: HostState, container: Container) => Holding | undefined;

const config: Ask = (state, { id }) => {
	const path = `${CONTAINERS}/${id}/config.v2.json`;
	return fileOnHost(state, path) && { text: shortId(id), title: path };
};

const layer: Ask = (state, container) => {
	const path = `${OVERLAY2}/${container.layer}/diff`;
	return fileOnHost(state, path) && { text: shortId(container.layer), title: path };
};

/** As /proc/self/mountinfo numbers it: major:minor. */
const mount: Ask = (state, { overlay, layer: directory }) => {
	if (overlay === undefined || !state.mounts.find((each) => each.devices.has(overlay))) return undefined;
	return ofDevice(overlay, directory);
};

function ofDevice(device: number, directory: string): Holding {
	const number = device > 0xff0 ? `${device >> 8}:${device & 0xff}` : `0:${device}`;
	return { text: number, title: `overlay ${number} ${OVERLAY2}/${directory}/merged` };
}

const mountedOn = (state: HostState, path: string): number | undefined => {
	const init = state.tasks.get(1);
	return init && state.mounts.get(init.namespaces.mnt)?.mounts.find((each) => each.path === path)?.device;
};

const own = (state: HostState, container: Container): readonly (readonly [string, number])[] => {
	const task = mainTask(state, container);
	const { sandbox } = container;
	if (task)
		return Object.entries(task.namespaces).filter(([, inode]) => !state.namespaces.get(inode)?.isInitial);
	return sandbox && state.namespaces.has(sandbox.namespace) ? [['net', sandbox.namespace]] : [];
};

const namespaces: Ask = (state, container) => {
	const found = [...own(state, container)].sort(([, a], [, b]) => a - b);
	const first = found[0];
	return (
		first && { text: String(first[1]), title: found.map(([type, inode]) => `${type}:[${inode}]`).join(' ') }
	);
};

/** An address handed out for it, before there is a link to put it on. */
const leased = (state: HostState, id: string): string | undefined =>
	state.engine.networks
		.values()
		.flatMap(({ addresses }) => addresses.entries())
		.find(([, owner]) => owner === id)?.[0];

const address: Ask = (state, { id, endpoints }) => {
	const all = Object.values(endpoints).filter((each) => each.address !== '');
	const lease = all.length === 0 ? leased(state, id) : undefined;
	if (lease !== undefined) return { text: lease, title: lease };
	const first = all[0];
	const more = all.length > 1 ? ` +${all.length - 1}` : '';
	const title = all.map((each) =>
		`${each.network} ${each.address}/${each.prefix} ${each.outside ?? ''}`.trim(),
	);
	return first && { text: `${first.address}${more}`, title: title.join(', ') };
};

const isFrozen = (files: Readonly<Record<string, string>>): boolean =>
	files['cgroup.freeze'] === '1' || files['freezer.state'] === 'FROZEN';

const cgroup: Ask = (state, container) => {
	const groups = cgroupsOf(state, container);
	const counted =
		groups.find((each) => each.hierarchy === 'unified' || each.hierarchy === 'pids') ?? groups[0];
	return (
		counted && {
			text: `pids ${counted.population}`,
			title: counted.path,
			isFrozen: groups.some((each) => isFrozen(each.files)),
		}
	);
};

const process: Ask = (state, container) => {
	const task = mainTask(state, container);
	return task && { text: `PID ${task.pid}`, title: `${task.pid} ${task.argv.join(' ') || task.comm}` };
};

const asks: Readonly<Record<HoldingName, Ask>> = {
	config,
	layer,
	mount,
	namespaces,
	address,
	cgroup,
	process,
};

export const holdings = (
	state: HostState,
	container: Container,
): Readonly<Record<HoldingName, Holding | undefined>> =>
	Object.fromEntries(holdingNames.map((name) => [name, asks[name](state, container)])) as Record<
		HoldingName,
		Holding | undefined
	>;

export interface Making {
	readonly layer?: Holding;
	readonly config?: Holding;
	readonly mount?: Holding;
}

/** What lies on the disk for a container that the engine does not list yet. */
export function making(state: HostState): Making {
	const directory = unclaimedLayer(state);
	const id = unclaimedId(state);
	const overlay = directory === undefined ? undefined : mountedOn(state, `${OVERLAY2}/${directory}/merged`);
	return {
		...(overlay !== undefined && { mount: ofDevice(overlay, directory ?? '') }),
		...(directory && { layer: { text: shortId(directory), title: `${OVERLAY2}/${directory}/diff` } }),
		...(id && { config: { text: shortId(id), title: `${CONTAINERS}/${id}/config.v2.json` } }),
	};
}
