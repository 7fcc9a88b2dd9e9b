/** Stories that the picture tells: lines that run on the host that is chosen, from a new host each time. */
import type { ProfileName } from '#host/profile.ts';

export const STORIES = [
	'contention',
	'quota',
	'cpuset',
	'reclaim',
	'oom',
	'swap',
	'fork',
	'freeze',
	'nested',
	'io',
	'devices',
] as const;
export type StoryName = (typeof STORIES)[number];

/** What of the story is best seen over time. */
export const FACES: Readonly<Partial<Record<StoryName, 'time'>>> = { oom: 'time', swap: 'time' };

const BUSY = "sh -c 'while :; do :; done'";
/** 16 MiB more each second: tail keeps all it has read, for the line has no end. */
const growing = (seconds: number) =>
	`sh -c 'for i in $(seq ${seconds}); do printf %16777216s; sleep 1; done | tail'`;

const isVersion2 = (host: ProfileName): boolean => host === 'docker26-cgroup2';

/** The files of the one container there is. */
const own = (host: ProfileName, tree: string, file: string): string =>
	isVersion2(host)
		? `/sys/fs/cgroup/system.slice/docker-*.scope/${file}`
		: `/sys/fs/cgroup/${tree}/docker/*/${file}`;

const nested = (host: ProfileName): readonly string[] => {
	if (!isVersion2(host)) {
		const G = '/sys/fs/cgroup/memory/demo';
		return [
			`mkdir -p ${G}/child`,
			`echo 100M > ${G}/memory.limit_in_bytes`,
			`echo 400M > ${G}/child/memory.limit_in_bytes`,
			`grep hierarchical_memory_limit ${G}/child/memory.stat`,
			`sh -c 'echo $$ > ${G}/child/cgroup.procs; exec tail /dev/zero'; echo $?`,
		];
	}
	const G = '/sys/fs/cgroup/demo';
	return [
		`mkdir -p ${G}/child`,
		`echo '+memory' > ${G}/cgroup.subtree_control`,
		`echo 100M > ${G}/memory.max`,
		`echo 400M > ${G}/child/memory.max`,
		`sh -c 'echo $$ > ${G}/child/cgroup.procs; exec tail /dev/zero'; echo $?`,
		`cat ${G}/memory.events.local ${G}/child/memory.events.local`,
	];
};

export const storyLines = (name: StoryName, host: ProfileName): readonly string[] => {
	const stories: Readonly<Record<StoryName, () => readonly string[]>> = {
		contention: () => [
			`docker run -d --name web --cpu-shares 1024 busybox ${BUSY}`,
			'sleep 2',
			`docker run -d --name db --cpu-shares 512 busybox ${BUSY}`,
			'sleep 2',
			`docker exec -d web ${BUSY}`,
			`docker exec -d db ${BUSY}`,
			'sleep 3',
			'docker stop -t 0 web',
			'sleep 2',
		],
		quota: () => [
			`docker run -d --name web --cpus 0.5 busybox ${BUSY}`,
			'sleep 2',
			'docker update --cpus 0.25 web',
			'sleep 2',
			`cat ${own(host, 'cpu', 'cpu.stat')}`,
		],
		cpuset: () => [
			`docker run -d --name web --cpuset-cpus 0 busybox ${BUSY}`,
			`docker run -d --name db --cpuset-cpus 0 busybox ${BUSY}`,
			'sleep 2',
			'docker update --cpuset-cpus 1 db',
			'sleep 2',
		],
		reclaim: () => [
			'docker run -d --name web -m 64m busybox sleep 1000',
			'docker exec web dd if=/dev/zero of=/data bs=8M count=12',
			`cat ${own(host, 'memory', isVersion2(host) ? 'memory.events' : 'memory.failcnt')}`,
			'docker inspect -f {{.State.Status}} web',
		],
		oom: () => [
			`docker run -d --name web -m 64m busybox ${growing(9)}`,
			'sleep 2',
			'sleep 3',
			"docker inspect -f '{{.State.ExitCode}} {{.State.OOMKilled}}' web",
		],
		swap: () => [
			'dd if=/dev/zero of=/swapfile bs=8M count=16; chmod 600 /swapfile; mkswap /swapfile; swapon /swapfile',
			`docker run -d --name web -m 32m busybox ${growing(9)}`,
			'sleep 2',
			'swapon --show',
			'sleep 4',
			"docker inspect -f '{{.State.ExitCode}} {{.State.OOMKilled}}' web",
		],
		fork: () => [
			'docker run -d --name web --pids-limit 20 busybox sleep 1000',
			"docker exec web sh -c 'for i in $(seq 30); do sleep 100 & done; wait'",
			'docker update --pids-limit 50 web',
			"docker exec -d web sh -c 'for i in $(seq 10); do sleep 100 & done; wait'",
		],
		freeze: () => [
			`docker run -d --name web busybox ${BUSY}`,
			'sleep 2',
			'docker pause web',
			'sleep 2',
			'docker unpause web',
			'sleep 2',
		],
		nested: () => nested(host),
		io: () => [
			'docker run -d --name web --device-write-bps /dev/vda:1mb ubuntu sleep 1000',
			'docker exec web dd if=/dev/zero of=/data bs=1M count=4 oflag=direct',
			`cat ${own(host, 'blkio', isVersion2(host) ? 'io.stat' : 'blkio.throttle.io_service_bytes')}`,
			'docker exec web dd if=/data of=/dev/null bs=1M iflag=direct',
			'docker exec web dd if=/dev/zero of=/data bs=1M count=4',
		],
		devices: () => [
			'docker run -d --name web busybox sleep 1000',
			'docker exec web mknod /dev/myloop b 7 0',
			'docker exec web dd if=/dev/myloop of=/dev/null count=1',
			...(isVersion2(host)
				? [`ls ${own(host, 'devices', '')} | grep -c devices`]
				: [`cat ${own(host, 'devices', 'devices.list')}`]),
		],
	};
	return stories[name]();
};

/** Which story these lines are, as far as they have been typed. */
export const storyOf = (lines: readonly string[], host: ProfileName): StoryName | undefined =>
	STORIES.find((name) => {
		const all = storyLines(name, host);
		return lines.length >= all.length && all.every((line, i) => line === lines[i]);
	});
