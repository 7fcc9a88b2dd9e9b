/** What of the picture an event is about. */
import type { HostState } from '#host/state.ts';
import { containerOfTask } from '#host/whose.ts';
import type { BeatEvent } from '#timeline/timeline.ts';
import { diskFile, diskThroat } from './diskThroat.ts';
import { nameOf } from './groups.ts';
import { lanes } from './knobs.ts';

type Keys = readonly string[];
type LaneName = 'cpu' | 'memory' | 'pids';

/** All that tells of one lane of a column. */
const lane = (name: string, which: LaneName): Keys => [
	`meter:${name}/${which}`,
	`level:${name}/${which}`,
	`used:${name}/${which}`,
	`end:${which}/${name}`,
];

const lanesOf = (state: HostState, pid: number, which: readonly LaneName[]): Keys => {
	const name = containerOfTask(state, pid)?.name ?? state.tasks.get(pid)?.cgroups['unified'];
	return name === undefined ? [] : which.flatMap((each) => lane(name, each));
};

/** The chip that counts what happened when a limit was hit. */
const chips: Readonly<Record<string, readonly [chip: string, lane: LaneName]>> = {
	'memory.oom': ['oom', 'memory'],
	'memory.oom_kill': ['oom', 'memory'],
	'memory.max': ['reclaim', 'memory'],
	'pids.max': ['eagain', 'pids'],
	'cpu.nr_throttled': ['throttle', 'cpu'],
};

const ofName = (state: HostState, id: string): string | undefined => state.engine.containers.get(id)?.name;

const written = (state: HostState, path: string, file: string): Keys => {
	const name = nameOf(state, path);
	const found = lanes.find((each) => each.v2 === file || each.v1 === file);
	const cores = file === 'cpuset.cpus' ? [0, 1, 2, 3].map((cpu) => `core:${name}/${cpu}`) : [];
	return [
		`limit:${name}/${file}`,
		...cores,
		...(found
			? [`way:${name}/${found.name}`, `bound:${name}/${found.name}`, `most:${name}/${found.name}`]
			: []),
		...(path.includes('docker') ? [] : [`cgroup:${name}`]),
	];
};

const owner = (state: HostState, device: number, inode: number): string | undefined => {
	const cached = state.pages.get(`${device}:${inode}`);
	return cached && nameOf(state, cached.group);
};

const paged = (name: string | undefined): Keys =>
	name === undefined ? [] : [...lane(name, 'memory'), `file:${name}`, `pages:${name}`];

const changed = (state: HostState, pid: number, why: string): Keys => {
	switch (why) {
		case 'memory':
			return [
				`task:${pid}`,
				`pages:${containerOfTask(state, pid)?.name}`,
				...lanesOf(state, pid, ['memory']),
			];
		case 'swap': {
			const name = containerOfTask(state, pid)?.name ?? '';
			return [`task:${pid}`, `swap:${name}`, `pages:${name}`, ...lane(name, 'memory')];
		}
		case 'load':
			return [`task:${pid}`, 'cpu', ...lanesOf(state, pid, ['cpu'])];
		case 'threads':
			return [`task:${pid}`, ...lanesOf(state, pid, ['pids'])];
		default:
			return [];
	}
};

/** While time passes, those that run use it. */
const busyNow = (state: HostState): Keys => [
	'now',
	...state.busy.flatMap((pid) => {
		const name = containerOfTask(state, pid)?.name;
		return name === undefined ? [] : [`periods:${name}`];
	}),
];

const inState = (event: BeatEvent, before: HostState, after: HostState): Keys => {
	switch (event.kind) {
		case 'container.create':
			return [`container:${event.container.name}`];
		case 'container.change': {
			const name = ofName(after, event.id);
			return name !== undefined && /^(running|paused|unpaused|exited|failed|oom|updated)$/.test(event.why)
				? [`container:${name}`]
				: [];
		}
		case 'page.cache':
			return paged(nameOf(after, event.cached.group));
		case 'page.drop':
			return paged(owner(before, event.device, event.inode));
		case 'swap.on':
		case 'swap.off':
			return ['swaps', 'root', 'swap:free', 'swap:used'];
		case 'clock.advance':
			return busyNow(after);
		default:
			return [];
	}
};

const inTasks = (event: BeatEvent, before: HostState, after: HostState): Keys | undefined => {
	switch (event.kind) {
		case 'task.clone':
			return [`task:${event.task.pid}`, ...lanesOf(after, event.task.pid, ['pids'])];
		case 'task.exec':
		case 'task.status':
		case 'task.signal':
			return [`task:${event.pid}`];
		case 'task.exit':
			return [
				`task:${event.pid}`,
				...lanesOf(before, event.pid, event.cause === 'oom' ? ['memory', 'cpu'] : ['cpu']),
			];
		case 'task.reap':
			return lanesOf(before, event.pid, ['pids']);
		case 'task.change':
			return changed(after, event.pid, event.why);
		default:
			return undefined;
	}
};

const inGroups = (event: BeatEvent, before: HostState, after: HostState): Keys | undefined => {
	switch (event.kind) {
		case 'cgroup.create':
		case 'cgroup.pass': {
			const name = nameOf(after, event.path);
			return [`cgroup:${name}`, `name:${name}`, ...lanes.map((each) => `way:${name}/${each.name}`)];
		}
		case 'cgroup.remove':
			return [
				`cgroup:${event.path.slice(0, event.path.lastIndexOf('/')) || '/'}`,
				`container:${nameOf(before, event.path)}`,
			];
		case 'cgroup.write':
			return written(after, event.path, event.file);
		case 'cgroup.attach':
			return [`task:${event.pid}`, `cgroup:${nameOf(after, event.path)}`];
		case 'cgroup.freeze': {
			const name = nameOf(after, event.path);
			return [`cgroup:${name}`, `freeze:${name}`, `container:${name}`, `name:${name}`];
		}
		case 'cgroup.transfer': {
			const name = nameOf(after, event.path);
			const throat = diskThroat(after, event.path);
			return throat ? [`limit:${name}/${diskFile(after, throat)}`, `disk:${name}`] : [`cgroup:${name}`];
		}
		case 'cgroup.count': {
			const name = nameOf(after, event.path);
			const [chip, which] = chips[event.counter] ?? [];
			return [
				`cgroup:${name}`,
				`${chip}:${name}`,
				...(which ? [...lane(name, which), `bound:${name}/${which}`] : []),
			];
		}
		default:
			return undefined;
	}
};

export const acting = (event: BeatEvent, before: HostState, after: HostState): Keys =>
	inGroups(event, before, after) ?? inTasks(event, before, after) ?? inState(event, before, after);
