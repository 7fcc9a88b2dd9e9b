/**
 * The two machines' network at boot: one wire between their eth0s, which are the ends of a veth pair as on the recorded
 * hosts. docker0 comes with the engine.
 */
import { HOST_ADDRESS, OUTSIDE_ADDRESS } from './kernel/nameServer.ts';
import { emptyNet, type Link, type Net } from './kernel/net.ts';
import { emptyNetfilter } from './kernel/netfilter.ts';
import type { Profile } from './profile.ts';
import { Table } from './table.ts';

const LAN = '203.0.113.0/24';
/** The recorded machines' interface numbers: where the outside's eth0 and the next link to be made stand. */
const numbers = {
	'docker26-cgroup2': { outside: 2, next: 5, peers: 2 },
	'docker20-cgroup1': { outside: 12, next: 3, peers: 1 },
} as const;

const loopback = (): Link => ({
	index: 1,
	name: 'lo',
	kind: 'loopback',
	mac: '00:00:00:00:00:00',
	mtu: 65536,
	isUp: true,
	addresses: [
		{ address: '127.0.0.1', prefix: 8, family: 4, scope: 'host', label: 'lo' },
		{ address: '::1', prefix: 128, family: 6, scope: 'host' },
	],
	rx: 0,
	tx: 0,
	queue: 'noqueue',
	queueLength: 1000,
});
const wired = (
	index: number,
	address: string,
	mac: string,
	peer: { readonly namespace: number; readonly index: number },
): Link => ({
	index,
	name: 'eth0',
	kind: 'veth',
	mac,
	mtu: 1500,
	isUp: true,
	peer,
	segment: 'lan',
	addresses: [
		{ address, prefix: 24, family: 4, scope: 'global', broadcast: '203.0.113.255', label: 'eth0' },
		{
			address: `fe80::cbff:fe00:${mac.slice(12).replace(':', '')}`,
			prefix: 64,
			family: 6,
			scope: 'link',
		},
	],
	rx: 0,
	tx: 0,
	queue: 'noqueue',
	queueLength: 1000,
});

/** Frames between a bridge's ports pass iptables: dockerd loads br_netfilter when it starts (libnetwork/drivers/bridge configure; net/bridge/br_netfilter_hooks.c). */
const bridgeNetfilter: Net['sysctls'] = {
	'net.bridge.bridge-nf-call-arptables': '1',
	'net.bridge.bridge-nf-call-ip6tables': '1',
	'net.bridge.bridge-nf-call-iptables': '1',
	'net.bridge.bridge-nf-filter-pppoe-tagged': '0',
	'net.bridge.bridge-nf-filter-vlan-tagged': '0',
	'net.bridge.bridge-nf-pass-vlan-input-dev': '0',
};

const machine = (
	namespace: number,
	link: Link,
	address: string,
	peers: Net['peers'],
	nextIndex: number,
): Net => ({
	...emptyNet(namespace, emptyNetfilter),
	sysctls: { ...emptyNet(namespace, emptyNetfilter).sysctls, ...bridgeNetfilter },
	links: Table.of([
		[1, loopback()],
		[link.index, link],
	]),
	names: Table.of([
		['lo', 1],
		[link.name, link.index],
	]),
	routes: [{ to: LAN, device: 'eth0', source: address, scope: 'link', protocol: 'kernel' }],
	peers,
	nextIndex,
});

export const bootNets = (
	profile: Profile,
	inodes: { readonly host: number; readonly outside: number },
): Net[] => {
	const { outside, next, peers } = numbers[profile.name];
	const ends = {
		host: { namespace: inodes.host, index: 2 },
		outside: { namespace: inodes.outside, index: outside },
	};
	const hostLink = wired(2, HOST_ADDRESS, '02:00:cb:00:71:0a', ends.outside);
	const outsideLink = wired(outside, OUTSIDE_ADDRESS, '02:00:cb:00:71:32', ends.host);
	const known = [inodes.outside, ...Array.from({ length: peers - 1 }, () => 0)];
	return [
		machine(inodes.host, hostLink, HOST_ADDRESS, known, next),
		machine(inodes.outside, outsideLink, OUTSIDE_ADDRESS, [inodes.host], outside + 1),
	];
};
