import { expect, test } from 'vitest';
import { bareHost, nets, record, started } from '../bareHost.fixture.ts';
import { digestHex } from '../draw.ts';
import type { Host } from '../host.ts';
import { exchange } from '../kernel/connecting.ts';
import { questionText } from '../kernel/dnsMessage.ts';
import { readAnswer } from '../kernel/dnsAnswer.ts';
import { echo } from '../kernel/echoing.ts';
import { linkNamed, netOf, portsOf } from '../kernel/links.ts';
import { checkEndpoints, connectEndpoints, releaseEndpoints } from './endpoint.ts';
import { joinNetwork, leaveNetwork } from './joinNetwork.ts';
import { createNetwork, removeNetwork } from './networks.ts';
import { portsInspect } from './portsShown.ts';
import { loadAll } from '../late.ts';

await loadAll();

const container = (host: Host, name: string) => host.state.engine.containers.get(digestHex(name))!;
const journal = (host: Host) =>
	host.state.engine.journal.values().map(({ type, action }) => `${type} ${action}`);
const asked = (host: Host, pid: number, name: string, type = 'A') => {
	const wish = {
		address: '127.0.0.11',
		port: 53,
		protocol: 'udp',
		request: questionText({ type, name }),
	} as const;
	const outcome = exchange(host, pid, wish);
	return outcome.kind === 'reply' ? readAnswer(outcome.reply) : outcome.kind;
};
const routes = (host: Host, net: number) =>
	netOf(host.state, net).routes.map(({ to, via, device }) => `${to} ${via ?? ''} ${device}`);

test('a pair of links: one end in the bridge, the other inside with the container’s MAC', () => {
	const host = bareHost();
	const box = started(host, 'box');
	const docker0 = linkNamed(netOf(host.state, nets.host), 'docker0')!;
	const [port] = portsOf(netOf(host.state, nets.host), docker0.index);
	const eth0 = linkNamed(netOf(host.state, box.net), 'eth0')!;
	expect(eth0).toMatchObject({ mac: '02:42:ac:11:00:02', isUp: true, index: 6 });
	expect(port).toMatchObject({ index: 7, peer: { namespace: box.net, index: 6 } });
	expect(routes(host, box.net)).toEqual(['172.17.0.0/16  eth0', 'default 172.17.0.1 eth0']);
	releaseEndpoints(host, box.id);
	expect(portsOf(netOf(host.state, nets.host), docker0.index)).toEqual([]);
	expect(container(host, 'box').sandbox).toBeUndefined();
});

test('the lowest free address goes out first, and comes back', () => {
	const host = bareHost();
	const all = ['a', 'b', 'c'].map((name) => started(host, name));
	expect(all.map(({ address }) => address)).toEqual(['172.17.0.2', '172.17.0.3', '172.17.0.4']);
	releaseEndpoints(host, all[0]!.id);
	expect(started(host, 'd').address).toBe('172.17.0.2');
	expect(started(host, 'e').address).toBe('172.17.0.5');
});

test('a host port that another container has: refused at start, nothing left behind', () => {
	const host = bareHost();
	const ports = { '80/tcp': [{ hostIp: '', hostPort: '8080' }] };
	started(host, 'web', { ports });
	const { id } = record(host, 'other', { ports });
	expect(() => connectEndpoints(host, id)).toThrow(
		/^driver failed programming external connectivity on endpoint other \([0-9a-f]{64}\): Bind for 0.0.0.0:8080 failed: port is already allocated$/,
	);
	releaseEndpoints(host, id);
	expect(journal(host).slice(-2)).toEqual(['network connect', 'network disconnect']);
	expect(started(host, 'third').address).toBe('172.17.0.3');
});

test('-P counts up from 32768, for both families alike', () => {
	const host = bareHost();
	started(host, 'one', { exposed: ['80/tcp'], publishAll: true });
	started(host, 'two', { exposed: ['80/tcp'], publishAll: true });
	expect(portsInspect(host.state, container(host, 'two'))).toEqual({
		'80/tcp': [
			{ HostIp: '0.0.0.0', HostPort: '32769' },
			{ HostIp: '::', HostPort: '32769' },
		],
	});
});

test('names resolve on a network that a user made, by name, alias and network', () => {
	const host = bareHost();
	createNetwork(host, { name: 'lan' });
	started(host, 'db', { networkMode: 'lan', networks: [{ name: 'lan', aliases: ['database'] }] });
	const app = started(host, 'app', { networkMode: 'lan' });
	for (const name of ['db', 'database', 'DB.lan', digestHex('db').slice(0, 12)])
		expect(asked(host, app.pid, name)).toMatchObject({ code: 'NOERROR', records: ['172.18.0.2'] });
	expect(asked(host, app.pid, '2.0.18.172.in-addr.arpa', 'PTR')).toMatchObject({ records: ['db.lan'] });
});

test('the gateway belongs to the first network by name, whichever came first', () => {
	const host = bareHost();
	for (const name of ['red', 'blue']) createNetwork(host, { name });
	const box = started(host, 'box', { networkMode: 'red' });
	expect(routes(host, box.net)).toContain('default 172.18.0.1 eth0');
	joinNetwork(host, box.id, 'blue');
	expect(routes(host, box.net)).toContain('default 172.19.0.1 eth1');
	leaveNetwork(host, box.id, 'blue');
	expect(routes(host, box.net)).toEqual(['172.18.0.0/16  eth0', 'default 172.18.0.1 eth0']);
});

test('two bridges are kept apart, but each other’s gateway answers', () => {
	const host = bareHost();
	for (const name of ['red', 'blue']) createNetwork(host, { name });
	const one = started(host, 'one', { networkMode: 'red' });
	const other = started(host, 'other', { networkMode: 'blue' });
	host.takeChanges();
	expect(echo(host, one.pid, other.address, 1).kind).toBe('lost');
	const dropped = host.takeChanges().flatMap(({ event }) => (event.kind === 'packet.drop' ? [event] : []));
	const stage2 = netOf(host.state, nets.host).netfilter.filter['DOCKER-ISOLATION-STAGE-2']!;
	expect(dropped).toMatchObject([{ why: 'rule', hook: 'FORWARD', rule: stage2.rules[0]!.id }]);
	expect(echo(host, one.pid, '172.19.0.1', 2)).toMatchObject({ kind: 'echo', ttl: 64 });
	expect(() => removeNetwork(host, 'red')).toThrow(/has active endpoints$/);
});

test('an address asked for: 26 refuses at create, 20.10 ignores it on the default bridge', () => {
	const wish = { networks: [{ name: 'bridge', wished: '172.17.0.50' }] };
	const new_ = bareHost();
	expect(() => checkEndpoints(new_.state, record(new_, 'box', wish))).toThrow(
		'invalid config for network bridge: invalid endpoint settings:\n* user specified IP address is supported on user defined networks only\n* user specified IP address is supported only when connecting to networks with user configured subnets',
	);
	const old = bareHost('docker20-cgroup1');
	expect(started(old, 'box', wish).address).toBe('172.17.0.2');
});

test('pools go round: a subnet given back is not the next one given out', () => {
	const host = bareHost();
	expect(createNetwork(host, { name: 'a' }).network.subnet).toBe('172.18.0.0/16');
	removeNetwork(host, 'a');
	expect(createNetwork(host, { name: 'b' }).network.subnet).toBe('172.19.0.0/16');
});
