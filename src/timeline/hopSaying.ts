/** What to say of a packet that comes to its next place: where that is, and what has decided it. */
import type { HostEvent } from '#host/event.ts';
import { BROADCAST_MAC } from '#host/kernel/mac.ts';
import type { Packet } from '#host/kernel/packet.ts';
import type { HostState } from '#host/state.ts';
import { containerOfNamespace } from '#host/whose.ts';
import type { Saying } from './saying.ts';

type Hop = Extract<HostEvent, { readonly kind: 'packet.hop' }>;

const linkOf = (state: HostState, { namespace, link }: Hop['station']) =>
	state.nets.get(namespace)?.links.find((each) => each.name === link);
/** The bridge that a link is a port of. */
const bridgeOf = (state: HostState, station: Hop['station']): string | undefined => {
	const master = linkOf(state, station)?.master;
	return master === undefined ? undefined : state.nets.get(station.namespace)?.links.get(master)?.name;
};

const atLink = ({ station }: Hop, isInside: boolean, bridge: string | undefined): string | false => {
	const { direction, link } = station;
	if (link === 'lo') return direction === 'in' ? 'inLo' : 'outLo';
	if (bridge !== undefined) return direction === 'in' ? 'inVeth' : 'outVeth';
	return direction === 'in' && isInside && 'inContainer';
};
const atBridge: Readonly<Record<string, string>> = {
	fdb: 'bridgeKnown',
	flood: 'bridgeFlood',
	local: 'bridgeOwn',
};
/** `route 172.17.0.0/16 dev docker0` */
const routed = (why: string): readonly [string, string] | undefined => {
	const [, to, device] = /^route (\S+) dev (\S+)$/.exec(why) ?? [];
	return to === undefined || device === undefined ? undefined : [to, device];
};

const variantOf = (
	hop: Hop,
	isInside: boolean,
	bridge: string | undefined,
	mac: string | undefined,
): string | false | undefined => {
	const { station, why } = hop;
	switch (station.at) {
		case 'link':
			return atLink(hop, isInside, bridge);
		case 'bridge':
			return mac === BROADCAST_MAC && why !== 'local' ? 'bridgeBroadcast' : atBridge[why];
		case 'hook':
			return `hook${station.hook}`;
		case 'route':
			return routed(why) ? (isInside ? 'routeInside' : 'routeOut') : why === 'local' && 'routeLocal';
		default:
			return undefined;
	}
};

const macOf = (packet: Packet | undefined): string | undefined => packet?.header.destinationMac;

export const hopSaying = (hop: Hop, _before: HostState, after: HostState): Saying => {
	const { packet: id, station, why } = hop;
	const packet = after.packets.get(id);
	const container = containerOfNamespace(after, station.namespace)?.name;
	const bridge = station.at === 'link' ? bridgeOf(after, station) : undefined;
	const [to, device] = routed(why) ?? [];
	const place = station.at === 'link' ? station.direction : station.at;
	const variant = variantOf(hop, container !== undefined, bridge, macOf(packet));
	return {
		keys: [...(variant ? [`packet.hop.${variant}`] : []), `packet.hop.${place}`, 'packet.hop'],
		values: {
			link: station.link,
			hook: station.hook,
			destination: packet?.header.destination,
			address: packet?.header.destination,
			mac: macOf(packet),
			container,
			bridge,
			to,
			device,
		},
	};
};
