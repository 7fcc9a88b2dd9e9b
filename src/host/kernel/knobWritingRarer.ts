/** What people write into the files of a control group, and container engines into v1's only (cgroup-v2.rst; cgroup-v1/*.rst). */
import { parentPath, type Cgroup } from './cgroup.ts';
import { attach, groupOf, isDomainController, tasksUnder } from './control.ts';
import { Errno } from './errno.ts';
import { freeze } from './freezer.ts';
import { availableControllers } from './knobs.ts';
import { kill } from './kill.ts';
import { throttles } from './blockLimits.ts';
import { taskInside } from './numbering.ts';
import { bytes, count, plain, v2Bytes, whole, type Writer } from './knobWriting.ts';

const NO_LIMIT = 9223372036854771712n;

const v1Bytes = (text: string) => (text === '-1' ? String(NO_LIMIT) : String(bytes(text)));

const zeroOrOne = (text: string) => {
	const value = whole(text);
	if (value !== 0 && value !== 1) throw new Errno('ERANGE');
	return String(value);
};

/** v1: a child's quota may not be above its parent's (EINVAL); below 1 ms EINVAL. */
const cfsQuota: Writer = (host, group, text) => {
	const value = whole(text);
	if (value >= 0 && value < 1000) throw new Errno('EINVAL');
	const parent = groupOf(host.state, group.hierarchy, parentPath(group.path) ?? '');
	const ratio = (each: Cgroup, quota: number) => quota / Number(each.files['cpu.cfs_period_us'] ?? 100000);
	const above = Number(parent?.files['cpu.cfs_quota_us'] ?? -1);
	if (parent && above > 0 && value > 0 && ratio(group, value) > ratio(parent, above))
		throw new Errno('EINVAL');
	return String(value < 0 ? -1 : value);
};

/** PIDs are those of the writer's PID namespace; 0 is the writer itself. */
const procs: Writer = (host, group, text, pid) => {
	const number = whole(text);
	const writer = host.state.tasks.get(pid)!;
	const task = number === 0 ? writer : taskInside(host.state, writer.namespaces.pid, number);
	if (number < 0) throw new Errno('EINVAL');
	if (!task) throw new Errno('ESRCH');
	attach(host, group.hierarchy, group.path, task.pid);
	return undefined;
};

const passOn: Writer = (host, group, text) => {
	const { controllers } = host.profile;
	let passes = group.passes;
	for (const word of text.split(/\s+/).filter(Boolean)) {
		const name = word.slice(1);
		if (!/^[+-]/.test(word) || !controllers.includes(name)) throw new Errno('EINVAL');
		if (word[0] === '+') {
			if (!availableControllers(host.state, group).includes(name)) throw new Errno('ENOENT');
			if (group.path !== '/' && isDomainController(name) && host.kin.grouped('unified', group.path).size)
				throw new Errno('EBUSY');
			passes = [...new Set([...passes, name])];
		} else {
			const isUsed = group.children
				.keys()
				.some((child) =>
					groupOf(host.state, 'unified', `${group.path === '/' ? '' : group.path}/${child}`)?.passes.includes(
						name,
					),
				);
			if (isUsed) throw new Errno('EBUSY');
			passes = passes.filter((each) => each !== name);
		}
	}
	host.emit({
		kind: 'cgroup.pass',
		hierarchy: group.hierarchy,
		path: group.path,
		controllers: controllers.filter((each) => passes.includes(each)),
	});
	return undefined;
};

const freezing =
	(parse: (text: string) => boolean): Writer =>
	(host, group, text) => {
		freeze(host, group.hierarchy, group.path, parse(text));
		return undefined;
	};

const killing: Writer = (host, group, text) => {
	if (whole(text) !== 1) throw new Errno('ERANGE');
	for (const task of tasksUnder(host.state, group.hierarchy, group.path)) kill(host, 0, task.pid, 'KILL');
	return undefined;
};

const memoryLimitV1: Writer = (host, group, text) => {
	const value = v1Bytes(text);
	const both = BigInt(group.files['memory.memsw.limit_in_bytes'] ?? NO_LIMIT);
	if (BigInt(value) > both) throw new Errno('EINVAL');
	return value;
};

const memswLimit: Writer = (_, group, text) => {
	const value = v1Bytes(text);
	if (BigInt(value) < BigInt(group.files['memory.limit_in_bytes'] ?? NO_LIMIT)) throw new Errno('EINVAL');
	return value;
};

const device =
	(isAllowed: boolean): Writer =>
	(_, group, text) => {
		const list = (group.files['devices.list'] ?? 'a *:* rwm').split('\n').filter(Boolean);
		if (/^a\b/.test(text)) return isAllowed ? 'a *:* rwm' : '';
		return (isAllowed ? [...list, text] : list.filter((each) => each !== text)).join('\n');
	};

export const writers: Readonly<Record<string, Writer>> = {
	'cgroup.procs': procs,
	'cgroup.threads': procs,
	tasks: procs,
	'cgroup.subtree_control': passOn,
	'cgroup.freeze': freezing((text) => zeroOrOne(text) === '1'),
	'cgroup.kill': killing,
	'cgroup.max.depth': plain(count),
	'cgroup.max.descendants': plain(count),
	'cpu.idle': plain(zeroOrOne),
	'cpu.shares': plain((text) => String(Math.min(262144, Math.max(2, whole(text))))),
	'cpu.cfs_quota_us': cfsQuota,
	'cpu.cfs_period_us': plain((text) => {
		if (whole(text) < 1000 || whole(text) > 1000000) throw new Errno('EINVAL');
		return text;
	}),
	'memory.high': plain(v2Bytes),
	'memory.min': plain(v2Bytes),
	'memory.oom_control': plain((text) => {
		if (text !== '0' && text !== '1') throw new Errno('EINVAL');
		return text;
	}),
	'memory.oom.group': plain((text) => {
		if (whole(text) !== 0 && whole(text) !== 1) throw new Errno('EINVAL');
		return text;
	}),
	'memory.limit_in_bytes': memoryLimitV1,
	'memory.memsw.limit_in_bytes': memswLimit,
	'memory.soft_limit_in_bytes': plain(v1Bytes),
	'memory.swappiness': plain((text) => {
		if (whole(text) < 0 || whole(text) > 200) throw new Errno('EINVAL');
		return text;
	}),
	...throttles,
	'freezer.state': freezing((text) => {
		if (text !== 'FROZEN' && text !== 'THAWED') throw new Errno('EINVAL');
		return text === 'FROZEN';
	}),
	'devices.allow': device(true),
	'devices.deny': device(false),
};
