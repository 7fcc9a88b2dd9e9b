/** docker stats (docker/cli: cli/command/container/stats.go; moby: daemon/stats). */
import { cgroupPath } from '../../../engine/cgroupLimits.ts';
import type { Container } from '../../../engine/container.ts';
import { containerFound } from '../../../engine/containerFound.ts';
import { isRunning } from '../../../engine/status.ts';
import { cpuUses } from '../../../kernel/cpuSharing.ts';
import { chargeOf, effectiveMemoryLimit, tasksUnder } from '../../../kernel/control.ts';
import { exists, status } from '../../../kernel/files.ts';
import type { Host } from '../../../host.ts';
import type { Running } from '../../../process.ts';
import { fromDaemon, refused, type Client } from '../client.ts';
import { printedRows } from '../format/rows.ts';
import { statsFormat, statsHeaders, statsRow, type StatsEntry } from '../format/stats.ts';
import { printed } from '../printed.ts';

export function* statsVerb(client: Client): Running<number> {
	const { flags, args, host, version } = client;
	const problems: string[] = [];
	const all = args.length
		? args
		: host.state.engine.containers.filter((each) => flags.isOn('all') || isRunning(each)).map(({ id }) => id);
	const entries = all.flatMap((name) => {
		try {
			return [entryOf(host, containerFound(host.state, name), name)];
		} catch (error) {
			problems.push(fromDaemon(refused(error)));
			return [];
		}
	});
	if (problems.length) return client.fail(problems.join('\n'));
	const rows = entries.map((entry) => statsRow(entry, !flags.isOn('no-trunc')));
	const status = printed(
		client,
		printedRows({ version, format: statsFormat(flags.text('format')), headers: statsHeaders, rows }),
	);
	if (!flags.isOn('no-stream'))
		client.complain('docker stats: one sample; a stream is real, but not simulated here');
	return status;
}

/** What a bridge floods to a port that has come up: group membership reports, neighbour solicitations. */
const LINK_UP_BYTES = 1040;

function entryOf(host: Host, container: Container, asked: string): StatsEntry {
	const { id, name, state, endpoints, sandbox } = container;
	const isUp = isRunning(container) && host.state.tasks.has(state.pid);
	const hierarchy = host.profile.cgroupVersion === 2 ? 'unified' : 'memory';
	const tasks = isUp ? tasksUnder(host.state, hierarchy, cgroupPath(host.state, container)) : [];
	const uses = cpuUses(host.state);
	const Memory = tasks.reduce((sum, task) => sum + chargeOf(task), 0);
	const limit = isUp ? effectiveMemoryLimit(host.state, state.pid) : 0;
	const MemoryLimit =
		Number.isFinite(limit) && limit ? Math.min(limit, host.profile.memory) : isUp ? host.profile.memory : 0;
	const links = sandbox ? (host.state.nets.get(sandbox.namespace)?.links.values() ?? []) : [];
	const sum = (way: 'rx' | 'tx') =>
		Object.keys(endpoints).length
			? links.filter(({ kind }) => kind === 'veth').reduce((all, link) => all + link[way], 0)
			: 0;
	return {
		Container: asked,
		Name: `/${name}`,
		ID: id,
		CPUPercentage: tasks.reduce((all, { pid }) => all + (uses.get(pid)?.got ?? 0) * 100, 0),
		Memory,
		MemoryLimit,
		MemoryPercentage: MemoryLimit ? (Memory / MemoryLimit) * 100 : 0,
		NetworkRx: sum('rx') + (links.some(({ kind }) => kind === 'veth') ? LINK_UP_BYTES : 0),
		NetworkTx: sum('tx'),
		BlockRead: isUp && host.profile.cgroupVersion === 2 ? programSize(host, state.pid) : 0,
		BlockWrite: 0,
		PidsCurrent: tasks.reduce((all, task) => all + 1 + task.threads, 0),
		IsInvalid: false,
	};
}

/** Its program came from the disk; the v1 host counts no reads of the page cache. */
function programSize(host: Host, pid: number): number {
	const { exe } = host.state.tasks.get(pid)!;
	return exists(host.state, pid, exe) ? status(host.state, pid, exe).size : 0;
}
