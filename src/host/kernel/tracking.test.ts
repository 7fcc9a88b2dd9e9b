import { expect, test } from 'vitest';
import { bareHost, echoing, nets, shells, started } from '../bareHost.fixture.ts';
import { exchange } from './connecting.ts';
import { echo } from './echoing.ts';
import { flowsOf } from './tracking.ts';

test('two containers with the same source port get different ones behind one address', () => {
	const host = bareHost();
	const [one, other] = [started(host, 'one'), started(host, 'other')];
	echoing(host, shells.outside, 8000);
	const port = host.state.nets.get(one.net)!.nextPort;
	while (host.state.nets.get(other.net)!.nextPort !== port)
		host.emit({
			kind: 'socket.bindClient',
			namespace: other.net,
			port: host.state.nets.get(other.net)!.nextPort,
		});
	for (const { pid } of [one, other])
		expect(exchange(host, pid, { address: '203.0.113.50', port: 8000, request: 'x' }).kind).toBe('reply');
	const flows = flowsOf(host.state, nets.host);
	expect(flows.map((flow) => flow.original.sourcePort)).toEqual([port, port]);
	expect(flows.map((flow) => flow.reply.destinationPort)).toEqual([port, port + 1]);
});

test('a ping is followed by its id, and forgotten after half a minute', () => {
	const host = bareHost();
	const box = started(host, 'box');
	echo(host, box.pid, '203.0.113.50', 14);
	expect(flowsOf(host.state, nets.host)).toMatchObject([
		{
			protocol: 'icmp',
			isReplied: true,
			original: { source: '172.17.0.2', destination: '203.0.113.50', icmp: { type: 8, id: 14 } },
			reply: { source: '203.0.113.50', destination: '203.0.113.10', icmp: { type: 0, id: 14 } },
		},
	]);
	host.scheduler.pass(31);
	expect(flowsOf(host.state, nets.host)).toEqual([]);
	echo(host, box.pid, '203.0.113.50', 15);
	expect(host.state.nets.get(nets.host)!.conntrack.size).toBe(1);
});

test('a refused connection leaves no entry, a silent one is UNREPLIED', () => {
	const host = bareHost();
	const box = started(host, 'box');
	exchange(host, box.pid, { address: '203.0.113.50', port: 81, request: '' });
	expect(flowsOf(host.state, nets.host)).toEqual([]);
	exchange(host, box.pid, { address: '203.0.113.77', port: 81, request: '' });
	expect(flowsOf(host.state, nets.host)).toMatchObject([{ state: 'SYN_SENT', isReplied: false }]);
});

test('no entries where no rules ask for them: inside a container of the default bridge', () => {
	const host = bareHost();
	const box = started(host, 'box');
	echo(host, box.pid, '203.0.113.50', 1);
	expect(host.state.nets.get(box.net)!.conntrack.size).toBe(0);
});
