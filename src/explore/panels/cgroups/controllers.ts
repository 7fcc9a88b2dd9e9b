/** Every controller the notes name, as a host of each kind answers for a container's group. */
import { knobNames } from '#host/kernel/control.ts';
import { readKnob } from '#host/kernel/knobReading.ts';
import { HOSTS } from '#share/hosts.ts';
import type { ProfileName } from '#host/profile.ts';
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import type { Lang } from '#i18n/lang.ts';
import { open } from '../../model.ts';

interface Asked {
	readonly controller: string;
	readonly files: Readonly<Record<'v1' | 'v2', readonly string[]>>;
}

/** What to look for; whether it is there the host says. */
const ASKED: readonly Asked[] = [
	{ controller: 'cpu', files: { v1: ['cpu.shares', 'cpu.cfs_quota_us'], v2: ['cpu.weight', 'cpu.max'] } },
	{ controller: 'cpuacct', files: { v1: ['cpuacct.usage'], v2: ['cpu.stat'] } },
	{ controller: 'cpuset', files: { v1: ['cpuset.cpus', 'cpuset.mems'], v2: ['cpuset.cpus', 'cpuset.mems'] } },
	{
		controller: 'memory',
		files: {
			v1: ['memory.limit_in_bytes', 'memory.memsw.limit_in_bytes'],
			v2: ['memory.max', 'memory.swap.max'],
		},
	},
	{ controller: 'devices', files: { v1: ['devices.list'], v2: ['devices.list'] } },
	{ controller: 'freezer', files: { v1: ['freezer.state'], v2: ['cgroup.freeze'] } },
	{ controller: 'net_cls', files: { v1: ['net_cls.classid'], v2: ['net_cls.classid'] } },
	{ controller: 'blkio', files: { v1: ['blkio.throttle.read_bps_device'], v2: ['io.max', 'io.weight'] } },
	{ controller: 'pids', files: { v1: ['pids.max'], v2: ['pids.max'] } },
];

export interface Found {
	readonly file: string;
	/** The first line of what it reads as. */
	readonly value: string;
}

export interface Answer {
	readonly controller: string;
	readonly v1: readonly Found[];
	readonly v2: readonly Found[];
}

/** A container with a limit of each kind, so that the files have something to say. */
export const LINE =
	'docker run -d --name web -m 64m --cpus 0.5 --cpuset-cpus 0 --pids-limit 20 busybox sleep 1000';

const groupsOf = (state: HostState, controller: string): readonly { hierarchy: string; path: string }[] => {
	const tree = profiles[state.profile].cgroupVersion === 2 ? 'unified' : controller;
	return state.cgroups.filter(({ hierarchy, path }) => hierarchy === tree && /[0-9a-f]{64}/.test(path));
};

const foundIn = (state: HostState, controller: string, files: readonly string[]): readonly Found[] =>
	groupsOf(state, controller)
		.slice(0, 1)
		.flatMap(({ hierarchy, path }) =>
			files
				.filter((file) => knobNames(state, hierarchy, path).includes(file))
				.map((file) => ({
					file,
					value: (readKnob(state, hierarchy, path, file) ?? '').split('\n')[0] ?? '',
				})),
		);

export const answersOf = (hosts: Readonly<Record<'v1' | 'v2', HostState>>): readonly Answer[] =>
	ASKED.map(({ controller, files }) => ({
		controller,
		v1: foundIn(hosts.v1, controller, files.v1),
		v2: foundIn(hosts.v2, controller, files.v2),
	}));

const stateOn = async (lang: Lang, host: ProfileName): Promise<HostState> =>
	(await open([LINE], lang, { host, detail: 'folded', stops: false })).timeline.last;

/** Asks a new host of either kind. */
export const answers = async (lang: Lang): Promise<readonly Answer[]> => {
	const [v2, v1] = await Promise.all(HOSTS.map((host) => stateOn(lang, host)));
	return answersOf({ v1: v1!, v2: v2! });
};
