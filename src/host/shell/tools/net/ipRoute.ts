/** ip route and ip neigh (ip-route(8), ip-neighbour(8)). */
import { isErrno } from '../../../kernel/errno.ts';
import { neighbourState } from '../../../kernel/frames.ts';
import { blockOf, cidrOf, isAddress, isCidr, isInside } from '../../../kernel/ipv4.ts';
import { linkNamed } from '../../../kernel/links.ts';
import type { Neighbour, Route } from '../../../kernel/net.ts';
import { addRoute, decisionFor, sourceFor } from '../../../kernel/routing.ts';
import { isLinkDown, removeRoute, routesInOrder } from '../../../kernel/routeList.ts';
import { commandOf, type IpCall } from './ipCall.ts';

const routeLine = (ip: IpCall, route: Route): string => {
	const { to, via, device, source, scope, protocol, metric } = route;
	const isDown = isLinkDown(ip.call.state, ip.namespace, route);
	const words = [to, ...(via ? [`via ${via}`] : []), `dev ${device}`];
	if (ip.isBusybox) words.push(...(scope ? [`scope ${scope} `] : []), ...(source ? [`src ${source}`] : []));
	else
		words.push(
			...(protocol === 'boot' ? [] : [`proto ${protocol}`]),
			...(scope ? [`scope ${scope}`] : []),
			...(source ? [`src ${source}`] : []),
			...(metric ? [`metric ${metric}`] : []),
			...(isDown ? ['linkdown'] : []),
		);
	return `${words.join(' ')} \n`;
};
const show = (ip: IpCall): number => {
	if (ip.options.family === 6) return 0;
	let device: string | undefined;
	let to: string | undefined;
	while (ip.args.length) {
		const word = ip.args.shift()!;
		if (word === 'dev') device = ip.next();
		else if (word === 'table') ip.real(`table ${ip.next()}`);
		else to = word === 'to' ? ip.next() : word;
	}
	for (const route of routesInOrder(ip.net)) {
		const isChosen = (!device || route.device === device) && (!to || route.to === destinationOf(to));
		if (isChosen) ip.call.out(routeLine(ip, route));
	}
	return 0;
};
const destinationOf = (text: string): string => {
	if (text === 'default' || text === '0.0.0.0/0') return 'default';
	if (isAddress(text)) return text;
	const { address, prefix } = blockOf(text);
	return cidrOf(address, prefix);
};

type Wish = { -readonly [K in keyof Route]?: Route[K] } & { to: string };
const wishOf = (ip: IpCall): Wish => {
	const wish: Wish = { to: '' };
	while (ip.args.length) {
		const word = ip.args.shift()!;
		if (word === 'via') wish.via = ip.next();
		else if (word === 'dev') wish.device = ip.next();
		else if (word === 'src') wish.source = ip.next();
		else if (word === 'metric') wish.metric = Number(ip.next());
		else if (word === 'scope') wish.scope = ip.next() as 'link';
		else if (word === 'proto') wish.protocol = ip.next() as 'static';
		else {
			const text = word === 'to' ? ip.next() : word;
			if (text !== 'default' && !isAddress(text) && !isCidr(text))
				ip.stop(`Error: any valid prefix is expected rather than "${text}".`, 1);
			wish.to = destinationOf(text);
		}
	}
	return wish;
};
const add = (ip: IpCall, isReplacing: boolean): number => {
	const wish = wishOf(ip);
	const { host } = ip.call;
	if (wish.device !== undefined) ip.link(wish.device);
	const old = ip.net.routes.find((route) => route.to === wish.to);
	if (isReplacing && old) host.emit({ kind: 'route.remove', namespace: ip.namespace, route: old });
	const scope = wish.via === undefined ? { scope: wish.scope ?? ('link' as const) } : {};
	try {
		addRoute(host, ip.namespace, { protocol: 'boot', ...wish, ...scope });
	} catch (error) {
		if (isErrno(error, 'ENETUNREACH') && !ip.isBusybox)
			return ip.say('Error: Nexthop has invalid gateway.', 2);
		if (isErrno(error, 'ENETDOWN') && !ip.isBusybox) return ip.say('Error: Device for nexthop is not up.', 2);
		throw error;
	}
	return 0;
};
const remove = (ip: IpCall): number => {
	const { to, via, device } = wishOf(ip);
	removeRoute(ip.call.host, ip.namespace, { to, ...(via && { via }), ...(device && { device }) });
	return 0;
};
/** Which way a packet would go. */
const get = (ip: IpCall): number => {
	const address = ip.next();
	const decision = decisionFor(ip.net, address);
	if (decision.kind === 'unreachable') return ip.say('RTNETLINK answers: Network is unreachable', 2);
	const source = sourceFor(ip.net, address) ?? '';
	const isLocal = decision.kind === 'local';
	const via = decision.kind === 'unicast' && decision.route.via ? `via ${decision.route.via} ` : '';
	const uid = ip.isBusybox ? '' : ' uid 0';
	ip.call.out(`${isLocal ? 'local ' : ''}${address} ${via}dev ${decision.device} src ${source}${uid} \n`);
	if (!ip.isBusybox) ip.call.out(`    cache ${isLocal ? '<local> ' : ''}\n`);
	return 0;
};
const flush = (ip: IpCall): number => {
	for (const route of ip.net.routes)
		ip.call.host.emit({ kind: 'route.remove', namespace: ip.namespace, route });
	return 0;
};

const commands = ['show', 'list', 'lst', 'add', 'append', 'replace', 'change', 'delete', 'get', 'flush'];
export const ipRoute = (ip: IpCall): number => {
	const word = ip.args.shift();
	if (word === undefined) return show(ip);
	const command = commandOf(word, commands);
	if (command === 'show' || command === 'list' || command === 'lst') return show(ip);
	if (command === 'get') return get(ip);
	if (command === undefined) {
		return ip.stop(`Command "${word}" is unknown, try "ip route help".`, 255);
	}
	ip.needAdmin();
	try {
		if (command === 'delete') return remove(ip);
		if (command === 'flush') return flush(ip);
		return add(ip, command === 'replace' || command === 'change');
	} catch (error) {
		return ip.answered(error);
	}
};

/** The device is not told where it was asked for. */
const neighbourLine = (ip: IpCall, neighbour: Neighbour, isDeviceKnown: boolean): string => {
	const { address, device, mac } = neighbour;
	const state = neighbourState(neighbour, ip.call.state.clock.now);
	return `${address} ${isDeviceKnown ? '' : `dev ${device} `}${mac ? `lladdr ${mac} ` : ''}${state} \n`;
};
const showNeighbours = (ip: IpCall): number => {
	const { address, device } = neighbourWish(ip);
	const isWanted = (each: Neighbour) =>
		(!device || each.device === device) && (!address || isInside(each.address, address));
	for (const neighbour of ip.net.neighbours.filter(isWanted))
		ip.call.out(neighbourLine(ip, neighbour, device !== ''));
	return 0;
};
const neighbourWish = (ip: IpCall): { address: string; mac: string; device: string } => {
	const wish = { address: '', mac: '', device: '' };
	while (ip.args.length) {
		const word = ip.args.shift()!;
		if (word === 'lladdr') wish.mac = ip.next();
		else if (word === 'dev') wish.device = ip.next();
		else if (word === 'nud') ip.next();
		else if (word === 'to') wish.address = ip.next();
		else wish.address = word;
	}
	return wish;
};
export const ipNeigh = (ip: IpCall): number => {
	const command = commandOf(ip.args.shift() ?? 'show', ['show', 'list', 'add', 'replace', 'delete', 'flush']);
	const { host } = ip.call;
	const { namespace } = ip;
	if (command === 'show' || command === 'list') return showNeighbours(ip);
	ip.needAdmin();
	const { address, mac, device } = neighbourWish(ip);
	if (command === 'flush') {
		for (const each of ip.net.neighbours)
			if (!device || each.device === device)
				host.emit({ kind: 'neighbour.remove', namespace, address: each.address, device: each.device });
		return 0;
	}
	if (!linkNamed(ip.net, device)) return ip.stop(`Cannot find device "${device}"`, 1);
	if (command === 'delete') host.emit({ kind: 'neighbour.remove', namespace, address, device });
	else
		host.emit({
			kind: 'neighbour.set',
			namespace,
			neighbour: { address, mac, device, state: 'PERMANENT', since: host.state.clock.now },
		});
	return 0;
};
