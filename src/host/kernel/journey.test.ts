import { describe, expect, test } from 'vitest';
import { bareHost, echoing, nets, shells, started } from '../bareHost.fixture.ts';
import type { Host } from '../host.ts';
import { exchange, type Outcome } from './connecting.ts';
import { echo, probe } from './echoing.ts';
import { listen, type Served } from './sockets.ts';
import { flowsOf, forget } from './tracking.ts';

const said = (outcome: Outcome): string =>
	outcome.kind === 'reply' ? outcome.reply : outcome.kind === 'failed' ? outcome.errno : outcome.kind;
const ask = (host: Host, pid: number, address: string, port: number) =>
	said(exchange(host, pid, { address, port, request: 'GET /' }));
/** What rewrote the packets' headers, in order. */
const rewrites = (host: Host) =>
	host
		.takeChanges()
		.flatMap(({ event }) => (event.kind === 'packet.rewrite' ? [`${event.hook} ${event.by}`] : []));
const drops = (host: Host) =>
	host.takeChanges().flatMap(({ event }) => (event.kind === 'packet.drop' ? [event] : []));
const published = { '80/tcp': [{ hostIp: '', hostPort: '8080' }] };

describe('from outside', () => {
	test('reaches a published port by DNAT, for the first packet only', () => {
		const host = bareHost();
		const web = started(host, 'web', { ports: published });
		echoing(host, web.pid, 80);
		host.takeChanges();
		expect(ask(host, shells.outside, '203.0.113.10', 8080)).toBe('from 203.0.113.50');
		const all = rewrites(host);
		expect(all[0]).toBe('PREROUTING DNAT');
		expect(all.filter((each) => each.endsWith('DNAT'))).toHaveLength(1);
		expect(all[1]).toBe('POSTROUTING conntrack');
		expect(all).toContain('PREROUTING conntrack');
	});

	test('leaves a connection in TIME_WAIT whose reply tuple is the container’s', () => {
		const host = bareHost();
		const web = started(host, 'web', { ports: published });
		echoing(host, web.pid, 80);
		ask(host, shells.outside, '203.0.113.10', 8080);
		const [flow, ...others] = flowsOf(host.state, nets.host);
		expect(others).toEqual([]);
		expect(flow).toMatchObject({
			state: 'TIME_WAIT',
			isAssured: true,
			original: { source: '203.0.113.50', destination: '203.0.113.10', destinationPort: 8080 },
			reply: { source: '172.17.0.2', destination: '203.0.113.50', sourcePort: 80 },
		});
		expect(flow!.reply.destinationPort).toBe(flow!.original.sourcePort);
	});

	test('is refused by RST at a port that is not published, and finds no route to a container', () => {
		const host = bareHost();
		const web = started(host, 'web');
		echoing(host, web.pid, 80);
		expect(ask(host, shells.outside, '203.0.113.10', 80)).toBe('ECONNREFUSED');
		expect(ask(host, shells.outside, '172.17.0.2', 80)).toBe('ENETUNREACH');
	});

	test('is dropped by FORWARD’s policy when it has a route to an unpublished container', () => {
		const host = bareHost();
		const web = started(host, 'web');
		echoing(host, web.pid, 80);
		const route = { to: '172.17.0.0/16', via: '203.0.113.10', device: 'eth0', protocol: 'boot' } as const;
		host.emit({ kind: 'route.add', namespace: nets.outside, route });
		host.takeChanges();
		expect(ask(host, shells.outside, '172.17.0.2', 80)).toBe('lost');
		expect(drops(host)).toMatchObject([{ why: 'policy', hook: 'FORWARD', namespace: nets.host }]);
		expect(flowsOf(host.state, nets.host)).toEqual([]);
	});
});

describe('from a container', () => {
	test('goes out with the host’s address by MASQUERADE, source port kept', () => {
		const host = bareHost();
		const box = started(host, 'box');
		echoing(host, shells.outside, 8000);
		expect(ask(host, box.pid, '203.0.113.50', 8000)).toBe('from 203.0.113.10');
		const [flow] = flowsOf(host.state, nets.host);
		expect(flow!.original).toMatchObject({ source: '172.17.0.2', destination: '203.0.113.50' });
		expect(flow!.reply).toMatchObject({ source: '203.0.113.50', destination: '203.0.113.10' });
		expect(flow!.reply.destinationPort).toBe(flow!.original.sourcePort);
	});

	test('without MASQUERADE its request arrives and the answer has no way back', () => {
		const host = bareHost();
		const box = started(host, 'box');
		echoing(host, shells.outside, 8000);
		const { rules } = host.state.nets.get(nets.host)!.netfilter.nat['POSTROUTING']!;
		const id = rules.find((rule) => rule.target === 'MASQUERADE')!.id;
		host.emit({ kind: 'rule.remove', namespace: nets.host, table: 'nat', chain: 'POSTROUTING', id, by: 0 });
		host.takeChanges();
		expect(ask(host, box.pid, '203.0.113.50', 8000)).toBe('lost');
		expect(drops(host)).toMatchObject([{ why: 'no-route', namespace: nets.outside }]);
	});

	test('speaks to another on the same bridge past FORWARD, where br_netfilter is', () => {
		const host = bareHost();
		const [one, other] = [started(host, 'one'), started(host, 'other')];
		host.takeChanges();
		expect(echo(host, one.pid, other.address, 7)).toMatchObject({ kind: 'echo', ttl: 64 });
		const events = host.takeChanges().map(({ event }) => event);
		const told = events.flatMap((event) => (event.kind === 'packet.match' ? event.hook : []));
		expect(new Set(told)).toEqual(new Set(['PREROUTING', 'FORWARD', 'POSTROUTING']));
		expect(events.filter((event) => event.kind === 'neighbour.set')).toHaveLength(2);
		expect(events.some((event) => event.kind === 'fdb.learn')).toBe(true);
		expect(events.filter((event) => event.kind === 'packet.send')).toHaveLength(4);
	});

	test('is told by nobody that an address is free: ARP fails', () => {
		const host = bareHost();
		const box = started(host, 'box');
		expect(echo(host, box.pid, '172.17.0.9', 1)).toMatchObject({ kind: 'notice', seconds: 3 });
		const { neighbours } = host.state.nets.get(box.net)!;
		expect(neighbours).toMatchObject([{ address: '172.17.0.9', state: 'FAILED' }]);
	});

	test('reaches its own published port through docker-proxy, which comes from the bridge', () => {
		const host = bareHost();
		const web = started(host, 'web', { ports: published });
		echoing(host, web.pid, 80);
		expect(ask(host, web.pid, '203.0.113.10', 8080)).toBe('from 172.17.0.1');
		expect(ask(host, shells.host, '127.0.0.1', 8080)).toBe('from 172.17.0.1');
	});

	test('reaches a published port by OUTPUT’s DNAT from the host’s own address', () => {
		const host = bareHost();
		const web = started(host, 'web', { ports: published });
		echoing(host, web.pid, 80);
		expect(ask(host, shells.host, '203.0.113.10', 8080)).toBe('from 203.0.113.10');
	});

	test('has every router on its way tell that the TTL ran out', () => {
		const host = bareHost();
		const box = started(host, 'box');
		expect(probe(host, box.pid, '203.0.113.50', 33435, 1)).toMatchObject({
			from: '172.17.0.1',
			isEnd: false,
		});
		expect(probe(host, box.pid, '203.0.113.50', 33436, 2)).toMatchObject({
			from: '203.0.113.50',
			isEnd: true,
		});
	});

	test('is not forwarded when the host does not forward', () => {
		const host = bareHost();
		const box = started(host, 'box');
		host.emit({ kind: 'net.sysctl', namespace: nets.host, key: 'net.ipv4.ip_forward', value: '0' });
		host.takeChanges();
		expect(echo(host, box.pid, '203.0.113.50', 3).kind).toBe('lost');
		expect(drops(host)).toMatchObject([{ why: 'no-forwarding' }]);
	});
});

describe('docker-proxy', () => {
	test('resets what its container refuses', () => {
		const host = bareHost();
		started(host, 'web', { ports: published });
		expect(ask(host, shells.host, '127.0.0.1', 8080)).toBe('ECONNRESET');
		expect(ask(host, shells.outside, '203.0.113.10', 8080)).toBe('ECONNREFUSED');
	});
});

test('a journey ends with its packets off the stage, and the next one begins', () => {
	const host = bareHost();
	const box = started(host, 'box');
	echo(host, box.pid, '172.17.0.1', 1);
	const before = host.state.packets.keys();
	echo(host, box.pid, '172.17.0.1', 2);
	expect(before.some((id) => host.state.packets.has(id))).toBe(false);
	expect(new Set(host.state.packets.values().map((packet) => packet.journey)).size).toBe(1);
});

describe('a connection whose entry is forgotten', () => {
	const held = () => {
		const host = bareHost();
		const web = started(host, 'web', { ports: published });
		let isAnswering = false;
		listen(host, web.pid, { protocol: 'tcp', port: 80 }, () => {
			const served = (): Served => (isAnswering ? 'late' : { pid: web.pid, resume: () => served() });
			return served();
		});
		const outcome = exchange(host, shells.outside, { address: '203.0.113.10', port: 8080, request: 'GET /' });
		const resumed = (): Outcome => {
			isAnswering = true;
			return outcome.kind === 'waiting' ? outcome.resume() : outcome;
		};
		return { host, resumed };
	};

	test('is answered by its entry while that lasts', () => {
		expect(said(held().resumed())).toBe('late');
	});

	test('is answered from the server’s own port, which the client resets', () => {
		const { host, resumed } = held();
		for (const { id } of flowsOf(host.state, nets.host)) forget(host, nets.host, id, 'flushed');
		host.takeChanges();
		expect(said(resumed())).toBe('lost');
		const changes = host.takeChanges();
		const sent = changes.flatMap(({ event }) => (event.kind === 'packet.send' ? [event.packet.header] : []));
		expect(sent.map(({ flags }) => flags)).toEqual(['PSH,ACK', 'RST,ACK']);
		expect(sent[1]).toMatchObject({
			source: '203.0.113.50',
			destination: '203.0.113.10',
			destinationPort: 80,
		});
		expect(flowsOf(host.state, nets.host).map(({ state }) => state)).toEqual([]);
	});
});
