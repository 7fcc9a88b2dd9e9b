/** ip link (ip-link(8)). */
import {
	addBridge,
	linkAt,
	linkNamed,
	moveLink,
	removeLink,
	setDown,
	setMac,
	setMaster,
	setUp,
	vethPair,
} from '../../../kernel/links.ts';
import { addDummy, renameLink } from '../../../kernel/linkChanges.ts';
import type { Link } from '../../../kernel/net.ts';
import { briefLink, linkLines, linksInOrder } from './linkText.ts';
import { commandOf, type IpCall } from './ipCall.ts';
import { namespaceNamed } from './ipNetns.ts';

const kinds: Readonly<Record<string, Link['kind']>> = { bridge: 'bridge', dummy: 'dummy', veth: 'veth' };

export interface Choice {
	readonly device?: string;
	readonly type?: string;
	readonly master?: string;
	readonly isUp?: boolean;
}
/** `[dev] NAME`, `type veth`, `master docker0`, `up` behind `show`. */
export const choiceOf = (ip: IpCall): Choice => {
	let choice: Choice = {};
	while (ip.args.length) {
		const word = ip.args.shift()!;
		if (word === 'type') choice = { ...choice, type: ip.next() };
		else if (word === 'master') choice = { ...choice, master: ip.next() };
		else if (word === 'up') choice = { ...choice, isUp: true };
		else choice = { ...choice, device: word === 'dev' ? ip.next() : word };
	}
	return choice;
};
export const chosen = (ip: IpCall, { device, type, master, isUp }: Choice): Link[] => {
	if (device !== undefined) {
		const missing = ip.isBusybox ? `can't find device '${device}'` : `Device "${device}" does not exist.`;
		return [linkNamed(ip.net, device) ?? ip.stop(missing, 1)];
	}
	const bridge = master === undefined ? undefined : ip.link(master).index;
	return linksInOrder(ip.net).filter(
		(link) =>
			(type === undefined || link.kind === kinds[type]) &&
			(bridge === undefined || link.master === bridge) &&
			(!isUp || link.isUp),
	);
};

const show = (ip: IpCall): number => {
	for (const link of chosen(ip, choiceOf(ip)))
		ip.call.out(
			ip.options.isBrief ? briefLink(ip.view, link) : linkLines(ip.view, link, ip.options.isOneLine),
		);
	return 0;
};

interface NewLink {
	name: string;
	type: string;
	peer?: string;
	peerNamespace?: number;
	namespace?: number;
	mac?: string;
	mtu?: number;
}
const peerOptions = (ip: IpCall, wish: NewLink): void => {
	if (ip.args[0] === 'name') ip.args.shift();
	wish.peer = ip.next();
	while (ip.args.length) {
		const word = ip.args.shift()!;
		if (word === 'netns') wish.peerNamespace = namespaceArgument(ip, ip.next());
		else ip.real(`peer ${word}`);
	}
};
const newLink = (ip: IpCall): NewLink => {
	const wish: NewLink = { name: '', type: '' };
	while (ip.args.length) {
		const word = ip.args.shift()!;
		if (word === 'name' || word === 'dev') wish.name = ip.next();
		else if (word === 'address') wish.mac = ip.next();
		else if (word === 'mtu') wish.mtu = Number(ip.next());
		else if (word === 'netns') wish.namespace = namespaceArgument(ip, ip.next());
		else if (word === 'type') wish.type = ip.next();
		else if (word === 'peer') peerOptions(ip, wish);
		else if (!wish.name) wish.name = word;
		else ip.stop(`Error: either "dev" is duplicate, or "${word}" is a garbage.`, 255);
	}
	return wish;
};
/** A PID, or the name of `ip netns add`. */
const namespaceArgument = (ip: IpCall, text: string): number => {
	const named = namespaceNamed(ip.call.state, ip.call.pid, text);
	if (named !== undefined) return named;
	const task = /^\d+$/.test(text) ? ip.call.state.tasks.get(Number(text)) : undefined;
	return task?.namespaces.net ?? ip.stop(`Error: argument "${text}" is wrong: Invalid "netns" value\n`, 255);
};

const add = (ip: IpCall): number => {
	const { name, type, peer, peerNamespace, namespace: wished, mac, mtu } = newLink(ip);
	const namespace = wished ?? ip.namespace;
	const options = { ...(mac && { mac }), ...(mtu && { mtu }) };
	const named = name || (type ? freeName(ip, type) : '');
	const { host, pid } = ip.call;
	if (!type) return ip.stop('Not enough information: "type" argument is required', 255);
	if (type === 'bridge') addBridge(host, namespace, named, pid, options);
	else if (type === 'dummy') addDummy(host, namespace, named, pid, options);
	else if (type === 'veth') {
		const far = peer ?? freeName(ip, 'veth', named);
		vethPair(
			host,
			{ namespace, name: named, ...options },
			{ namespace: peerNamespace ?? namespace, name: far },
			pid,
		);
	} else ip.real(`type ${type}`);
	return 0;
};
const freeName = (ip: IpCall, type: string, other = ''): string => {
	for (let n = 0; ; n++)
		if (!ip.net.names.has(`${type}${n}`) && other !== `${type}${n}`) return `${type}${n}`;
};

const change = (ip: IpCall, link: Link, word: string): void => {
	const { host } = ip.call;
	const { index } = link;
	const at = ip.namespace;
	if (word === 'up') setUp(host, at, index);
	else if (word === 'down') setDown(host, at, index);
	else if (word === 'name') renameLink(host, at, index, ip.next());
	else if (word === 'address') setMac(host, at, index, ip.next());
	else if (word === 'mtu')
		host.emit({ kind: 'link.change', namespace: at, index, set: { mtu: Number(ip.next()) } });
	else if (word === 'master') setMaster(host, at, index, ip.link(ip.next()).index);
	else if (word === 'nomaster') setMaster(host, at, index, undefined);
	else if (word === 'netns') moveLink(host, at, index, namespaceArgument(ip, ip.next()));
	else ip.real(word);
};
const set = (ip: IpCall): number => {
	const first = ip.next();
	const { index } = ip.link(first === 'dev' ? ip.next() : first);
	while (ip.args.length) {
		const link = linkAt(ip.call.state, ip.namespace, index);
		if (link) change(ip, link, ip.args.shift()!);
	}
	return 0;
};
const remove = (ip: IpCall): number => {
	const first = ip.next();
	const link = ip.link(first === 'dev' ? ip.next() : first);
	if (link.kind === 'loopback') return ip.say('RTNETLINK answers: Operation not supported', 2);
	removeLink(ip.call.host, ip.namespace, link.index, ip.call.pid);
	return 0;
};

const commands = ['show', 'list', 'lst', 'add', 'set', 'delete', 'help'];
export const ipLink = (ip: IpCall): number => {
	const word = ip.args.shift();
	if (word === undefined) return show(ip);
	const command = commandOf(word, commands);
	if (command === 'show' || command === 'list' || command === 'lst') return show(ip);
	if (command === undefined || command === 'help')
		return ip.stop(`Command "${word}" is unknown, try "ip link help".`, 255);
	ip.needAdmin();
	try {
		return command === 'add' ? add(ip) : command === 'set' ? set(ip) : remove(ip);
	} catch (error) {
		return ip.answered(error);
	}
};
