/** The files of a control group: which there are, and what is in them at first (cgroup-v2.rst; cgroup-v1/*.rst). */
import { profiles } from '../profile.ts';
import type { HostState } from '../state.ts';
import { parentPath, type Cgroup } from './cgroup.ts';
import { groupOf } from './control.ts';

const words = (text: string) => text.split(' ');
/** File and default per controller; `=` alone is an empty line, no `=` a file that is computed. */
const v2Files: Readonly<Record<string, readonly string[]>> = {
	cpuset: words(
		'cpuset.cpus= cpuset.cpus.effective cpuset.cpus.exclusive= cpuset.cpus.exclusive.effective= cpuset.cpus.partition=member cpuset.mems= cpuset.mems.effective',
	),
	cpu: words('cpu.idle=0 cpu.max cpu.max.burst=0 cpu.weight=100 cpu.weight.nice=0'),
	io: words('io.max= io.stat io.weight'),
	memory: words(
		'memory.current memory.events memory.events.local memory.high=max memory.low=0 memory.max=max memory.min=0 memory.numa_stat= memory.oom.group=0 memory.peak memory.reclaim= memory.stat memory.swap.current memory.swap.events memory.swap.high=max memory.swap.max=max memory.swap.peak=0',
	),
	hugetlb: words('hugetlb.2MB.current=0 hugetlb.2MB.max=max'),
	pids: words('pids.current pids.events pids.events.local pids.max=max pids.peak'),
	rdma: words('rdma.current= rdma.max='),
	misc: words('misc.current= misc.events= misc.max='),
};
const v2Core = words(
	'cgroup.controllers cgroup.events cgroup.freeze=0 cgroup.kill cgroup.max.depth=max cgroup.max.descendants=max cgroup.procs cgroup.stat cgroup.subtree_control cgroup.threads cgroup.type cpu.stat',
);
const v2Root = words(
	'cgroup.controllers cgroup.max.depth=max cgroup.max.descendants=max cgroup.procs cgroup.stat cgroup.subtree_control cgroup.threads cpu.stat cpuset.cpus.effective cpuset.mems.effective io.stat memory.stat',
);

const v1Core = words('cgroup.clone_children=0 cgroup.procs notify_on_release=0 tasks');
export const NO_LIMIT = '9223372036854771712';
const v1Files: Readonly<Record<string, readonly string[]>> = {
	cpu: words('cpu.cfs_period_us=100000 cpu.cfs_quota_us=-1 cpu.shares=1024 cpu.stat'),
	cpuacct: words('cpuacct.stat cpuacct.usage'),
	cpuset: words(
		'cpuset.cpu_exclusive=0 cpuset.cpus= cpuset.effective_cpus cpuset.effective_mems cpuset.mem_exclusive=0 cpuset.mems= cpuset.sched_load_balance=1',
	),
	memory: words(
		`memory.failcnt memory.kmem.limit_in_bytes=${NO_LIMIT} memory.limit_in_bytes=${NO_LIMIT} memory.max_usage_in_bytes memory.memsw.limit_in_bytes=${NO_LIMIT} memory.memsw.usage_in_bytes memory.oom_control memory.soft_limit_in_bytes=${NO_LIMIT} memory.stat memory.swappiness=60 memory.usage_in_bytes memory.use_hierarchy=1`,
	),
	devices: words('devices.allow devices.deny devices.list'),
	freezer: words('freezer.parent_freezing freezer.self_freezing freezer.state=THAWED'),
	blkio: words(
		'blkio.reset_stats blkio.throttle.io_service_bytes blkio.throttle.io_service_bytes_recursive blkio.throttle.io_serviced blkio.throttle.io_serviced_recursive blkio.throttle.read_bps_device= blkio.throttle.read_iops_device= blkio.throttle.write_bps_device= blkio.throttle.write_iops_device=',
	),
	pids: words('pids.current pids.events pids.max=max'),
};

/** v2: controllers a group has, which its parent passes on; the root has all. */
export const availableControllers = (state: HostState, group: Cgroup): readonly string[] => {
	const parent = parentPath(group.path);
	return parent === undefined
		? profiles[state.profile].controllers
		: (groupOf(state, group.hierarchy, parent)?.passes ?? []);
};

/** A group's files, each with what it holds as long as nobody has written. */
export const declared = (state: HostState, group: Cgroup): readonly string[] => {
	if (group.hierarchy !== 'unified') return [...v1Core, ...(v1Files[group.hierarchy] ?? [])];
	if (group.path === '/') return v2Root;
	return [...v2Core, ...availableControllers(state, group).flatMap((each) => v2Files[each] ?? [])];
};

export const knobNames = (state: HostState, hierarchy: string, path: string): string[] => {
	const group = groupOf(state, hierarchy, path);
	return group
		? declared(state, group)
				.map((each) => each.split('=')[0]!)
				.sort()
		: [];
};
