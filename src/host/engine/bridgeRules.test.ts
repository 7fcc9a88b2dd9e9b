import { expect, test } from 'vitest';
import { bareHost, nets, started } from '../bareHost.fixture.ts';
import type { Host } from '../host.ts';
import { ruleText } from '../kernel/ruleText.ts';
import { createNetwork, removeNetwork } from './networks.ts';
import { startNetworking } from './bridge.ts';
import { releaseEndpoints } from './endpoint.ts';

const rules = (host: Host, table: 'nat' | 'filter', chain: string) =>
	host.state.nets.get(nets.host)!.netfilter[table][chain]!.rules.map(ruleText);
const nat = (host: Host) =>
	['PREROUTING', 'OUTPUT', 'POSTROUTING', 'DOCKER'].map((chain) => rules(host, 'nat', chain));

const freshNat = [
	['-m addrtype --dst-type LOCAL -j DOCKER'],
	['! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER'],
	['-s 172.17.0.0/16 ! -o docker0 -j MASQUERADE'],
	['-i docker0 -j RETURN'],
];

test('a fresh engine’s nat table', () => {
	expect(nat(bareHost())).toEqual(freshNat);
});

test('a published port adds three rules behind the others and takes them away', () => {
	const host = bareHost();
	const web = started(host, 'web', { ports: { '80/tcp': [{ hostIp: '', hostPort: '8080' }] } });
	expect(rules(host, 'nat', 'DOCKER')).toEqual([
		'-i docker0 -j RETURN',
		'! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80',
	]);
	expect(rules(host, 'nat', 'POSTROUTING')[1]).toBe(
		'-s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp -m tcp --dport 80 -j MASQUERADE',
	);
	expect(rules(host, 'filter', 'DOCKER')).toEqual([
		'-d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT',
	]);
	releaseEndpoints(host, web.id);
	expect(nat(host)).toEqual(freshNat);
	expect(rules(host, 'filter', 'DOCKER')).toEqual([]);
});

test('networks stand newest first, DOCKER-USER and isolation before them', () => {
	const host = bareHost();
	const red = createNetwork(host, { name: 'red' }).network;
	const blue = createNetwork(host, { name: 'blue' }).network;
	const block = (bridge: string) => [
		`-o ${bridge} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
		`-o ${bridge} -j DOCKER`,
		`-i ${bridge} ! -o ${bridge} -j ACCEPT`,
		`-i ${bridge} -o ${bridge} -j ACCEPT`,
	];
	expect(rules(host, 'filter', 'FORWARD')).toEqual([
		'-j DOCKER-USER',
		'-j DOCKER-ISOLATION-STAGE-1',
		...[blue.bridge!, red.bridge!, 'docker0'].flatMap(block),
	]);
	expect(rules(host, 'filter', 'DOCKER-ISOLATION-STAGE-2')).toEqual([
		`-o ${blue.bridge} -j DROP`,
		`-o ${red.bridge} -j DROP`,
		'-o docker0 -j DROP',
		'-j RETURN',
	]);
	removeNetwork(host, 'red');
	removeNetwork(host, 'blue');
	expect(rules(host, 'filter', 'FORWARD')).toHaveLength(6);
	expect(rules(host, 'filter', 'DOCKER-ISOLATION-STAGE-1')).toHaveLength(2);
});

test('a restart of the engine brings back what was deleted by hand', () => {
	const host = bareHost();
	const { id } = host.state.nets.get(nets.host)!.netfilter.nat['POSTROUTING']!.rules[0]!;
	host.emit({ kind: 'rule.remove', namespace: nets.host, table: 'nat', chain: 'POSTROUTING', id, by: 0 });
	startNetworking(host);
	expect(nat(host)).toEqual(freshNat);
	expect(rules(host, 'filter', 'FORWARD')).toHaveLength(6);
});

test('an internal network drops what comes from or goes elsewhere', () => {
	const host = bareHost();
	const { bridge } = createNetwork(host, { name: 'inner', internal: true }).network;
	expect(rules(host, 'filter', 'DOCKER-ISOLATION-STAGE-1').slice(0, 2)).toEqual([
		`! -s 172.18.0.0/16 -o ${bridge} -j DROP`,
		`! -d 172.18.0.0/16 -i ${bridge} -j DROP`,
	]);
});
