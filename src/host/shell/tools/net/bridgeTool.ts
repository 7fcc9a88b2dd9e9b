/** bridge(8): ports and the forwarding database. */
import type { Running } from '../../../process.ts';
import { hasCarrier } from '../../../kernel/links.ts';
import type { FdbEntry, Link } from '../../../kernel/net.ts';
import type { Call } from '../../call.ts';
import { commandOf, IpCall } from './ipCall.ts';
import { flagText, fullName, linksInOrder } from './linkText.ts';

const portLine = (ip: IpCall, link: Link, bridge: Link): string => {
	const state = hasCarrier(ip.call.state, ip.namespace, link) ? 'forwarding' : 'disabled';
	const head = `${link.index}: ${fullName(ip.view, link)}: ${flagText(ip.view, link)} mtu ${link.mtu}`;
	return `${head} master ${bridge.name} state ${state} priority 32 cost 2 \n`;
};
const showLinks = (ip: IpCall): number => {
	const at = ip.args.indexOf('dev');
	const device = at < 0 ? undefined : ip.args[at + 1];
	for (const link of linksInOrder(ip.net)) {
		const bridge = link.master === undefined ? undefined : ip.net.links.get(link.master);
		if (bridge && (!device || link.name === device)) ip.call.out(portLine(ip, link, bridge));
	}
	return 0;
};
/** Groups that a link listens to: all nodes, its own solicited-node address, and a bridge the routers' (RFC 4291; net/bridge/br_multicast.c). */
const multicast = ({ kind, mac, addresses }: Link): string[] => [
	'33:33:00:00:00:01',
	...(kind === 'bridge' ? ['01:00:5e:00:00:6a', '33:33:00:00:00:6a'] : []),
	'01:00:5e:00:00:01',
	...(addresses.some(({ scope, family }) => family === 6 && scope === 'link')
		? [`33:33:ff:${mac.slice(9)}`]
		: []),
];
const selfLines = (link: Link): string[] =>
	multicast(link).map((mac) => `${mac} dev ${link.name} self permanent`);
const entryLines = (ip: IpCall, { mac, isPermanent }: FdbEntry, port: Link, bridge: Link): string[] => {
	const where = `${mac} dev ${port.name}`;
	if (!isPermanent) return [`${where} master ${bridge.name} `];
	// Only the newer host's kernel knows VLANs of bridges (CONFIG_BRIDGE_VLAN_FILTERING).
	const vlan = ip.call.host.profile.major >= 26 ? [`${where} vlan 1 master ${bridge.name} permanent`] : [];
	return [...vlan, `${where} master ${bridge.name} permanent`];
};
/** The MACs of a bridge and of its ports are in its table for good. */
const ownLines = (ip: IpCall, link: Link, bridge: Link): string[] =>
	entryLines(ip, { mac: link.mac, port: link.index, bridge: bridge.index, isPermanent: true }, link, bridge);
const showFdb = (ip: IpCall): number => {
	const at = (word: string) => (ip.args.includes(word) ? ip.args[ip.args.indexOf(word) + 1] : undefined);
	const [only, device] = [at('br') ?? at('bridge'), at('dev') ?? at('brport')];
	const { links, fdb } = ip.net;
	const lines: string[] = [];
	for (const link of linksInOrder(ip.net)) {
		if (link.kind === 'loopback' || (device && link.name !== device)) continue;
		const bridge = links.get(link.kind === 'bridge' ? link.index : (link.master ?? -1));
		if (only && bridge?.name !== only) continue;
		const learned = fdb.filter((entry) => entry.port === link.index);
		if (bridge) lines.push(...ownLines(ip, link, bridge));
		if (bridge) lines.push(...learned.flatMap((entry) => entryLines(ip, entry, link, bridge)));
		lines.push(...selfLines(link));
	}
	for (const line of lines) ip.call.out(`${line}\n`);
	return 0;
};

export function* bridgeTool(call: Call): Running<number> {
	const args = call.args.filter((word) => !/^-(c|color|d|details)$/.test(word));
	const [word = '', ...rest] = args;
	const options = { family: undefined, isBrief: false, isOneLine: false };
	const ip = new IpCall(call, options, rest, call.process.task.namespaces.net);
	const object = commandOf(word, ['link', 'fdb', 'mdb', 'vlan', 'monitor']);
	if (object === 'link') return showLinks(ip);
	if (object === 'fdb') return showFdb(ip);
	if (object) return ip.real(`bridge ${object}`);
	return ip.stop(`Object "${word}" is unknown, try "bridge help".`, 255);
}
