/** A container by hand: the lines that do, one after another, what `docker run` does; and what of a docker run each of them matches. */
import type { ProfileName } from '#host/profile.ts';
import type { BeatEvent } from '#timeline/timeline.ts';

export const STEPS = [
	'root',
	'cgroup',
	'unshare',
	'network',
	'hostname',
	'proc',
	'pivot',
	'exec',
	'look',
	'end',
] as const;
export type StepName = (typeof STEPS)[number];

const DIRECTORY = '/tmp/hand';
const ROOT = `${DIRECTORY}/root`;

/** Where the limits are, and which file takes the process: one tree on v2, one for each controller on v1. */
interface Group {
	readonly limits: readonly string[];
	readonly directories: readonly string[];
}
const groups: Readonly<Record<ProfileName, Group>> = {
	'docker26-cgroup2': {
		directories: ['/sys/fs/cgroup/hand'],
		limits: ['echo 64M > /sys/fs/cgroup/hand/memory.max', 'echo 20 > /sys/fs/cgroup/hand/pids.max'],
	},
	'docker20-cgroup1': {
		directories: ['/sys/fs/cgroup/memory/hand', '/sys/fs/cgroup/pids/hand'],
		limits: [
			'echo 64M > /sys/fs/cgroup/memory/hand/memory.limit_in_bytes',
			'echo 20 > /sys/fs/cgroup/pids/hand/pids.max',
		],
	},
};

const enter = (flags: string, command: string): string => `nsenter -t $P ${flags} ${command}`;

/** The process joins its group, then makes its namespaces, and waits at a fifo until all is ready; runc's init waits the same way. */
const begin = ({ directories }: Group): string => {
	const join = directories.map((each) => `echo $$ > ${each}/cgroup.procs`).join('; ');
	const own = `sh -c "read go < ${DIRECTORY}/go; exec sleep 1000"`;
	return `sh -c '${join}; exec unshare --mount --uts --ipc --net --pid --cgroup --fork ${own}' &`;
};

const linesOf = (group: Group): Readonly<Record<StepName, readonly string[]>> => ({
	root: [
		`mkdir -p ${DIRECTORY}/upper ${DIRECTORY}/work ${ROOT}`,
		"LOWER=$(docker image inspect -f '{{.GraphDriver.Data.UpperDir}}' busybox)",
		`mount -t overlay overlay -o lowerdir=$LOWER,upperdir=${DIRECTORY}/upper,workdir=${DIRECTORY}/work ${ROOT}`,
	],
	cgroup: [`mkdir ${group.directories.join(' ')}`, ...group.limits],
	unshare: [`mkfifo ${DIRECTORY}/go`, begin(group), 'P=$(pgrep -P $!)'],
	network: [
		'ip link add vhand type veth peer name chand',
		'ip link set vhand master docker0 up',
		'ip link set chand netns $P',
		enter('-n', 'ip link set chand name eth0'),
		enter('-n', 'ip addr add 172.17.0.9/16 dev eth0'),
		enter('-n', 'ip link set lo up'),
		enter('-n', 'ip link set eth0 up'),
		enter('-n', 'ip route add default via 172.17.0.1'),
	],
	hostname: [enter('-u', 'hostname hand')],
	proc: [`mkdir ${ROOT}/proc`, enter('-m -p', `mount -t proc proc ${ROOT}/proc`)],
	pivot: [
		`mkdir ${ROOT}/.old`,
		enter('-m', `sh -c 'cd ${ROOT} && pivot_root . .old'`),
		enter('-m', 'umount -l /.old'),
		enter('-m', 'rmdir /.old'),
	],
	exec: [`echo > ${DIRECTORY}/go`],
	look: [enter('-a', 'ps'), enter('-a', 'ls /'), enter('-a', 'ping -c 1 172.17.0.1')],
	end: ['kill -9 $P', `umount ${ROOT}`, `rmdir ${group.directories.join(' ')}`, `rm -r ${DIRECTORY}`],
});

export const byHand = (host: ProfileName): Readonly<Record<StepName, readonly string[]>> =>
	linesOf(groups[host]);

/** All lines up to and with a step. */
export const upTo = (host: ProfileName, step: StepName): readonly string[] => {
	const lines = byHand(host);
	return STEPS.slice(0, STEPS.indexOf(step) + 1).flatMap((each) => lines[each]);
};

/** How many steps these lines have done: they begin with all lines of them. */
export const doneBy = (host: ProfileName, run: readonly string[]): number =>
	STEPS.filter((step) => upTo(host, step).every((line, i) => run[i] === line)).length;

/** The command that does all of it at once. */
export const DOCKER = 'docker run -d --name web -m 64m --pids-limit 20 busybox sleep 1000';

/** What comes after `docker run` has made the process that becomes the container. */
export const stepOf = (event: BeatEvent): StepName | 'beyond' | undefined => {
	switch (event.kind) {
		case 'mount.add':
			if (event.why === 'rootfs') return 'root';
			return event.why === 'proc' ? 'proc' : undefined;
		case 'cgroup.create':
		case 'cgroup.attach':
			return 'cgroup';
		case 'cgroup.write':
			return /^(memory\.max|memory\.limit_in_bytes|pids\.max)$/.test(event.file) ? 'cgroup' : undefined;
		case 'namespace.create':
			return 'unshare';
		case 'task.clone':
			return event.task.pids.length > 1 ? 'unshare' : undefined;
		case 'link.vethPair':
		case 'link.master':
		case 'link.move':
			return 'network';
		case 'address.add':
			return event.address.label === 'eth0' ? 'network' : undefined;
		case 'route.add':
			return event.route.to === 'default' ? 'network' : undefined;
		case 'namespace.hostname':
			return 'hostname';
		case 'mount.pivotRoot':
			return 'pivot';
		case 'task.change':
			return event.why === 'capabilities' || event.why === 'seccomp' ? 'beyond' : undefined;
		case 'task.exec':
			return event.comm === 'sleep' ? 'exec' : undefined;
		default:
			return undefined;
	}
};
