/** What a reader can turn of a container's group, and the line that turns it. */
import type { Container } from '#host/engine/container.ts';
import type { ProfileName } from '#host/profile.ts';
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';

export const KNOBS = ['memory', 'swap', 'cpus', 'shares', 'cpuset', 'pids'] as const;
export type KnobName = (typeof KNOBS)[number];
/** By the engine, or by hand in the group's own file. */
export type Way = 'update' | 'echo';

const MIB = 2 ** 20;

/** What the engine has set of a container; undefined where it is not limited. */
export interface Values {
	readonly memory: number | undefined;
	readonly swap: number | undefined;
	readonly cpus: number | undefined;
	readonly shares: number | undefined;
	readonly cpuset: readonly number[];
	readonly pids: number | undefined;
}

export interface Range {
	readonly least: number;
	readonly most: number;
	readonly step: number;
}

/** Ends of the sliders: memory and swap in MiB, CPUs in cores. */
export const rangeOf = (host: ProfileName, knob: Exclude<KnobName, 'cpuset'>): Range =>
	({
		memory: { least: 8, most: 512, step: 8 },
		swap: { least: 0, most: 512, step: 8 },
		cpus: { least: 0.05, most: profiles[host].cpus, step: 0.05 },
		shares: { least: 64, most: 4096, step: 64 },
		pids: { least: 5, most: 200, step: 1 },
	})[knob];

export const coresOf = (host: ProfileName): readonly number[] =>
	Array.from({ length: Math.min(8, profiles[host].cpus) }, (_, core) => core);

const UNLIMITED = 9223372036854771712;
const number = (text: string | undefined): number | undefined =>
	text === undefined || text === 'max' || Number(text) < 0 || Number(text) >= UNLIMITED
		? undefined
		: Number(text);

const pathOf = ({ profile, cgroups }: HostState, { id }: Container): string | undefined =>
	cgroups
		.values()
		.find(
			({ path, hierarchy }) =>
				hierarchy === (profile === 'docker26-cgroup2' ? 'unified' : 'memory') && path.includes(id),
		)?.path;

const listed = (text: string): readonly number[] =>
	text.split(',').flatMap((part) => {
		const [from, to = from] = part.split('-').map(Number);
		return part === '' ? [] : Array.from({ length: to! - from! + 1 }, (_, i) => from! + i);
	});

/** Read from the group's files, whoever wrote them. */
export const valuesOf = (state: HostState, container: Container): Values | undefined => {
	const path = pathOf(state, container);
	if (path === undefined) return undefined;
	const isV2 = state.profile === 'docker26-cgroup2';
	const file = (tree: string, v2: string, v1: string): string | undefined =>
		state.cgroups.get(`${isV2 ? 'unified' : tree}:${path}`)?.files[isV2 ? v2 : v1];
	const memory = number(file('memory', 'memory.max', 'memory.limit_in_bytes'));
	const swap = number(file('memory', 'memory.swap.max', 'memory.memsw.limit_in_bytes'));
	const [quota, period] = isV2
		? (file('cpu', 'cpu.max', '') ?? 'max').split(' ')
		: [file('cpu', '', 'cpu.cfs_quota_us'), file('cpu', '', 'cpu.cfs_period_us')];
	const micros = number(quota);
	return {
		memory,
		swap: swap !== undefined && !isV2 && memory !== undefined ? swap - memory : swap,
		cpus: micros === undefined ? undefined : micros / Number(period ?? 100000),
		shares: container.hostConfig.cpuShares || undefined,
		cpuset: listed(file('cpuset', 'cpuset.cpus', 'cpuset.cpus') ?? ''),
		pids: number(file('pids', 'pids.max', 'pids.max')),
	};
};

export type Turn =
	| { readonly knob: Exclude<KnobName, 'cpuset'>; readonly value: number }
	| { readonly knob: 'cpuset'; readonly value: readonly number[] };

const updates = (name: string, turn: Turn, now: Values): string => {
	const memory = now.memory === undefined ? 0 : Math.round(now.memory / MIB);
	const swap = now.swap === undefined ? memory : Math.round(now.swap / MIB);
	switch (turn.knob) {
		case 'memory':
			return `docker update -m ${turn.value}m --memory-swap ${turn.value + (now.swap === undefined ? turn.value : swap)}m ${name}`;
		case 'swap':
			return `docker update -m ${memory}m --memory-swap ${memory + turn.value}m ${name}`;
		case 'cpus':
			return `docker update --cpus ${turn.value} ${name}`;
		case 'shares':
			return `docker update --cpu-shares ${turn.value} ${name}`;
		case 'cpuset':
			return `docker update --cpuset-cpus ${turn.value.join(',')} ${name}`;
		case 'pids':
			return `docker update --pids-limit ${turn.value} ${name}`;
	}
};

/** runc's conversion, so that both ways set the same: [2, 262144] laid on [1, 10000] (libcontainer/cgroups/utils.go). */
const weightOf = (shares: number): number => 1 + Math.trunc(((shares - 2) * 9999) / 262142);

const written = (
	host: ProfileName,
	turn: Turn,
	now: Values,
): readonly [tree: string, file: string, text: string] => {
	const isV2 = host === 'docker26-cgroup2';
	switch (turn.knob) {
		case 'memory':
			return ['memory', isV2 ? 'memory.max' : 'memory.limit_in_bytes', `${turn.value}M`];
		case 'swap':
			return isV2
				? ['memory', 'memory.swap.max', `${turn.value}M`]
				: ['memory', 'memory.memsw.limit_in_bytes', `${turn.value + Math.round((now.memory ?? 0) / MIB)}M`];
		case 'cpus': {
			const quota = Math.round(turn.value * 100_000);
			return isV2 ? ['cpu', 'cpu.max', `${quota} 100000`] : ['cpu', 'cpu.cfs_quota_us', String(quota)];
		}
		case 'shares':
			return isV2
				? ['cpu', 'cpu.weight', String(weightOf(turn.value))]
				: ['cpu', 'cpu.shares', String(turn.value)];
		case 'cpuset':
			return ['cpuset', 'cpuset.cpus', turn.value.join(',')];
		case 'pids':
			return ['pids', 'pids.max', String(turn.value)];
	}
};

const directory = (host: ProfileName, tree: string, name: string): string => {
	const id = `$(docker inspect -f {{.Id}} ${name})`;
	return host === 'docker26-cgroup2'
		? `/sys/fs/cgroup/system.slice/docker-${id}.scope`
		: `/sys/fs/cgroup/${tree}/docker/${id}`;
};

/** What is typed for a turn of a knob. */
export const lineOf = (host: ProfileName, way: Way, name: string, turn: Turn, now: Values): string => {
	if (way === 'update') return updates(name, turn, now);
	const [tree, file, text] = written(host, turn, now);
	return `echo ${text.includes(' ') ? `'${text}'` : text} > ${directory(host, tree, name)}/${file}`;
};

export const LOADS = ['spin', 'grow', 'file', 'fork'] as const;
export type LoadName = (typeof LOADS)[number];

/** What makes a container use more: a loop without end, memory, a file, processes. */
export const loadLine = (load: LoadName, name: string): string =>
	({
		spin: `docker exec -d ${name} sh -c 'while :; do :; done'`,
		grow: `docker exec -d ${name} sh -c 'for i in $(seq 20); do printf %16777216s; sleep 1; done | tail'`,
		file: `docker exec ${name} dd if=/dev/zero of=/data bs=8M count=12`,
		fork: `docker exec -d ${name} sh -c 'for i in $(seq 30); do sleep 100 & done; wait'`,
	})[load];

const NAMES = ['web', 'db', 'app', 'job', 'mail', 'cache', 'log', 'test'];

export const newLine = (state: HostState): string => {
	const free = NAMES.find((name) => state.engine.names.get(name) === undefined);
	return `docker run -d --name ${free ?? `box${state.engine.containers.size + 1}`} busybox sleep 1000`;
};

/** Containers that have a group now: those whose knobs can be turned. */
export const running = (state: HostState): readonly Container[] =>
	state.engine.containers.filter((each) => pathOf(state, each) !== undefined);

export const isPaused = ({ state: { status } }: Container): boolean => status === 'paused';
