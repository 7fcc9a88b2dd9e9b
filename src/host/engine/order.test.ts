/** The order of a real host's work (from a system-call trace of docker run, stop and rm), as the events of the model. */
import { expect, test } from 'vitest';
import type { HostEvent } from '../event.ts';
import { loadAll } from '../late.ts';
import type { Session } from '../session.ts';
import { usualSession } from '../session.ts';

await loadAll();

const eventsOf = (session: Session, cmd: string): HostEvent[] =>
	session.run({ at: 'host', cmd }).changes.map(({ event }) => event);

/** Each of `tests` is passed by an event behind the one before. */
function expectInOrder(
	events: readonly HostEvent[],
	tests: readonly [string, (event: HostEvent) => boolean][],
): void {
	let from = 0;
	for (const [what, test] of tests) {
		const at = events.findIndex((event, i) => i >= from && test(event));
		expect(at, `${what} (behind ${events[from - 1]?.kind})`).toBeGreaterThanOrEqual(0);
		from = at + 1;
	}
}
const kind = (name: HostEvent['kind']) => (event: HostEvent) => event.kind === name;
const mounted = (why: string) => (event: HostEvent) => event.kind === 'mount.add' && event.why === why;
const told = (action: string) => (event: HostEvent) =>
	event.kind === 'engine.event' && event.message.action === action;
const rule = (target: string) => (event: HostEvent) =>
	event.kind === 'rule.add' && event.rule.target === target;
const cloned = (comm: string) => (event: HostEvent) =>
	event.kind === 'task.clone' && event.task.comm === comm;

test('create makes files and a record, nothing that runs', () => {
	const events = eventsOf(usualSession(), 'docker create --name web -p 8080:80 busybox');
	expect(events.map((event) => event.kind)).not.toContain('link.vethPair');
	expect(events.some((event) => event.kind === 'cgroup.create' || event.kind === 'namespace.create')).toBe(
		false,
	);
	expectInOrder(events, [
		['layers', (event) => event.kind === 'file.put' && event.why === 'layer'],
		['record', kind('container.create')],
		['told', told('create')],
	]);
});

test('start: network, shim, group, namespaces, mounts, veth end, root, program', () => {
	const session = usualSession();
	eventsOf(session, 'docker create --name web -p 8080:80 busybox httpd -f -h /etc');
	expectInOrder(eventsOf(session, 'docker start web'), [
		['veth pair', kind('link.vethPair')],
		['port of the bridge', kind('link.master')],
		['DNAT', rule('DNAT')],
		['ACCEPT', rule('ACCEPT')],
		['hairpin', rule('MASQUERADE')],
		['proxy', cloned('docker-proxy')],
		['proxy listens', kind('socket.listen')],
		['shim', cloned('containerd-shim')],
		['group', kind('cgroup.create')],
		['limits', kind('cgroup.write')],
		['helper in the group', kind('cgroup.attach')],
		['namespaces', kind('namespace.create')],
		['PID 1', cloned('runc:[2:INIT]')],
		['root file system', mounted('rootfs')],
		['proc', mounted('proc')],
		['dev', mounted('dev')],
		['sys', mounted('sys')],
		['cgroup', mounted('cgroup')],
		['shm', mounted('shm')],
		['resolv.conf and its like', mounted('config')],
		['devices', (event) => event.kind === 'file.put' && event.why === 'device'],
		['veth end', kind('link.move')],
		['pivot_root', kind('mount.pivotRoot')],
		['hostname', kind('namespace.hostname')],
		['read-only', mounted('readonly')],
		['covered', mounted('mask')],
		['capabilities', (event) => event.kind === 'task.change' && event.why === 'capabilities'],
		['seccomp', (event) => event.kind === 'task.change' && event.why === 'seccomp'],
		['program', kind('task.exec')],
		['told', told('start')],
	]);
});

test('stop: TERM, KILL, group, proxies and rules, veth pair, layers', () => {
	const session = usualSession();
	eventsOf(session, 'docker run -d --name web -p 8080:80 busybox httpd -f -h /etc');
	const signal = (name: string, effect: string) => (event: HostEvent) =>
		event.kind === 'task.signal' && event.signal === name && event.effect === effect;
	expectInOrder(eventsOf(session, 'docker stop -t 1 web'), [
		['the wish', (event) => event.kind === 'container.change' && event.set.isStoppedByHand === true],
		['SIGTERM is not for PID 1', signal('TERM', 'ignored')],
		['grace period', (event) => event.kind === 'clock.advance' && event.seconds > 0.5],
		['SIGKILL', signal('KILL', 'ends')],
		['reaped', kind('task.reap')],
		['group', kind('cgroup.remove')],
		['a rule', kind('rule.remove')],
		['veth pair', kind('link.remove')],
		['told', told('die')],
	]);
	expectInOrder(eventsOf(session, 'docker rm web'), [
		['layers', (event) => event.kind === 'file.remove' && event.why === 'layer'],
		['record', kind('container.remove')],
		['told', told('destroy')],
	]);
});

test('nothing is left of a container that has gone', () => {
	const session = usualSession();
	const census = () => {
		const { namespaces, cgroups, tasks, filesystems, nets, mounts, engine } = session.host.state;
		const links = nets.values().map((net) => net.links.size);
		const mounted = mounts.values().map((each) => each.mounts.size);
		return [namespaces.size, cgroups.size, tasks.size, filesystems.size, links, mounted, engine.ports.size];
	};
	eventsOf(session, 'docker run --rm -p 8080:80 -v data:/data --tmpfs /t busybox true');
	const before = census();
	eventsOf(session, 'docker run -d --name web -p 8080:80 -m 64m nginx');
	eventsOf(session, 'docker exec web ls; docker pause web; docker rm -f web');
	expect(census()).toEqual(before);
});
