/** Now is what the kernel looks at for the packet, in its own words and large: a rule as iptables says it, a route, an entry. */
import { isLoopback } from '#host/kernel/ipv4.ts';
import type { Packet } from '#host/kernel/packet.ts';
import { routeTo } from '#host/kernel/routing.ts';
import { ruleText } from '#host/kernel/ruleText.ts';
import type { Mark, Marks, Tone } from '#stage/mark.ts';
import { textWidth } from '#stage/text.ts';
import type { Say } from '../scene.ts';
import type { Cast } from './cast.ts';
import { currentPacket, ported } from './current.ts';
import { NOW } from './places.ts';

interface Told {
	/** Which table, which chain. */
	readonly where: string;
	readonly what: string;
	readonly tone?: Tone;
}

const SIZE = 15;

/** Whose stack it is, where it is not the host's. */
const whose = (cast: Cast, namespace: number, say: Say): string =>
	namespace === cast.host
		? ''
		: namespace === cast.outside
			? `${say('outside')} · `
			: `${cast.byNamespace.get(namespace)?.name ?? ''} · `;

const rule = (cast: Cast, { matched, station }: Packet, say: Say): Told | undefined => {
	if (!matched) return undefined;
	const { table, chain, index, verdict } = matched;
	const found = cast.state.nets.get(station.namespace)?.netfilter[table][chain]?.rules[(index ?? 0) - 1];
	const isEnd = /DROP|REJECT/.test(verdict);
	return {
		where: `${whose(cast, station.namespace, say)}${table} ${chain}${index === undefined ? '' : ` ${index}`}`,
		what: found
			? ruleText(found)
			: verdict.toLowerCase().replace(/accept|drop/, (word) => word.toUpperCase()),
		...(isEnd && { tone: 4 as const }),
	};
};

const entry = (cast: Cast, { flow, station }: Packet, say: Say): Told | undefined => {
	const found = flow === undefined ? undefined : cast.state.nets.get(station.namespace)?.conntrack.get(flow);
	if (!found) return undefined;
	const { source, sourcePort, destination, destinationPort } = found.reply;
	return {
		where: `${whose(cast, station.namespace, say)}conntrack`,
		what: say('now.known', {
			source: ported(source, sourcePort),
			destination: ported(destination, destinationPort),
		}),
	};
};

const route = (cast: Cast, { station, header }: Packet, say: Say): Told | undefined => {
	const net = cast.state.nets.get(station.namespace);
	if (station.at !== 'route' || !net) return undefined;
	const where = `${whose(cast, station.namespace, say)}${say('now.route')}`;
	const found = isLoopback(header.destination) ? undefined : routeTo(net, header.destination);
	const isOwn = net.links.some((link) => link.addresses.some((each) => each.address === header.destination));
	if (isOwn || !found) return { where, what: `local ${header.destination}` };
	const { to, via, device, source } = found;
	return {
		where,
		what: [to, via && `via ${via}`, `dev ${device}`, source && `src ${source}`].filter(Boolean).join(' '),
	};
};

const lost = ({ lost: why, header }: Packet, cast: Cast, say: Say, namespace: number): Told | undefined =>
	why === undefined
		? undefined
		: {
				where: `${whose(cast, namespace, say)}${header.destination}`,
				what: say(`lost.${why}`),
				tone: 4,
			};

const tellOf = (cast: Cast, say: Say): Told | undefined => {
	const packet = currentPacket(cast);
	if (!packet) return undefined;
	const isKnown = packet.known === packet.station.namespace && packet.station.at === 'hook';
	return (
		rule(cast, packet, say) ??
		lost(packet, cast, say, packet.station.namespace) ??
		(isKnown ? entry(cast, packet, say) : undefined) ??
		route(cast, packet, say)
	);
};

const PAD = 10;
export const now = (cast: Cast, say: Say): Marks => {
	const told = tellOf(cast, say);
	const band = { kind: 'row', key: 'now', ...NOW, size: SIZE } as const;
	if (!told) {
		const text = say('below');
		return [
			{
				...band,
				look: 'plain',
				cells: [{ text, x: 0, width: NOW.width, mono: false, weight: 600, tone: 'water' }],
			},
		] satisfies readonly Mark[];
	}
	const wide = Math.ceil(textWidth(told.where, { size: SIZE, mono: true, weight: 700 })) + 14;
	const x = PAD + wide + 8;
	return [
		{
			...band,
			cells: [
				{ text: told.where, x: PAD, width: wide, weight: 700, tone: 'water' },
				{
					text: told.what,
					x,
					width: NOW.width - x - PAD,
					weight: 600,
					...(told.tone !== undefined && { tone: told.tone }),
				},
			],
			label: `${told.where}: ${told.what}`,
		},
	] satisfies readonly Mark[];
};
