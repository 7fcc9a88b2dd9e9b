/** What of the picture an event is about. */
import type { HostState } from '#host/state.ts';
import { containerOfTask } from '#host/whose.ts';
import type { BeatEvent } from '#timeline/timeline.ts';
import { nameOf } from './groups.ts';

type Keys = readonly string[];

const meters = (state: HostState, pid: number, which: readonly string[]): Keys => {
	const name = containerOfTask(state, pid)?.name;
	return name === undefined ? [] : which.flatMap((each) => [`meter:${name}/${each}`, `used:${name}/${each}`]);
};

/** The chip that counts what happened when a limit was hit. */
const chips: Readonly<Record<string, readonly [chip: string, meter: string]>> = {
	'memory.oom': ['oom', 'memory'],
	'memory.oom_kill': ['oom', 'memory'],
	'memory.max': ['oom', 'memory'],
	'pids.max': ['eagain', 'pids'],
	'cpu.nr_throttled': ['throttle', 'cpu'],
};

const meterOf: Readonly<Record<string, string>> = {
	memory: 'memory',
	cpu: 'cpu',
	cpuset: 'cpu',
	pids: 'pids',
};

const ofName = (state: HostState, id: string): string | undefined => state.engine.containers.get(id)?.name;

export const acting = (event: BeatEvent, before: HostState, after: HostState): Keys => {
	switch (event.kind) {
		case 'cgroup.create':
		case 'cgroup.pass':
			return [`cgroup:${nameOf(after, event.path)}`, `way:${event.path}`];
		case 'cgroup.remove':
			return [
				`cgroup:${event.path.slice(0, event.path.lastIndexOf('/')) || '/'}`,
				`container:${nameOf(before, event.path)}`,
			];
		case 'cgroup.write': {
			const name = nameOf(after, event.path);
			const meter = meterOf[event.file.slice(0, event.file.indexOf('.'))];
			return [
				`limit:${name}/${event.file}`,
				`way:${event.path}`,
				...(meter ? [`bound:${name}/${meter}`] : []),
				...(event.path.includes('docker') ? [] : [`cgroup:${name}`]),
			];
		}
		case 'cgroup.attach':
			return [`task:${event.pid}`, `cgroup:${nameOf(after, event.path)}`];
		case 'cgroup.freeze': {
			const name = nameOf(after, event.path);
			return [`cgroup:${name}`, `limit:${name}/freezer.state`, `freeze:${name}`, `container:${name}`];
		}
		case 'cgroup.count': {
			const name = nameOf(after, event.path);
			const [chip, meter] = chips[event.counter] ?? [];
			return [`cgroup:${name}`, `${chip}:${name}`, `meter:${name}/${meter}`, `bound:${name}/${meter}`];
		}
		case 'task.clone':
			return [`task:${event.task.pid}`, ...meters(after, event.task.pid, ['pids'])];
		case 'task.exec':
		case 'task.status':
			return [`task:${event.pid}`];
		case 'task.signal':
			return [`task:${event.pid}`];
		case 'task.exit':
			return [
				`task:${event.pid}`,
				...meters(before, event.pid, event.cause === 'oom' ? ['memory', 'cpu'] : ['cpu']),
			];
		case 'task.reap':
			return meters(before, event.pid, ['pids']);
		case 'task.change':
			return event.why === 'memory'
				? [`task:${event.pid}`, ...meters(after, event.pid, ['memory'])]
				: event.why === 'load'
					? [`task:${event.pid}`, 'cpu', ...meters(after, event.pid, ['cpu'])]
					: event.why === 'threads'
						? [`task:${event.pid}`, ...meters(after, event.pid, ['pids'])]
						: [];
		case 'container.create':
			return [`container:${event.container.name}`];
		case 'container.change': {
			const name = ofName(after, event.id);
			return name !== undefined && /^(running|paused|unpaused|exited|failed|oom|updated)$/.test(event.why)
				? [`container:${name}`]
				: [];
		}
		default:
			return [];
	}
};
