/** veth pairs: a cable from a port of a bridge to an interface in a container's wall. */
import type { Mark, Marks, Point } from '#stage/mark.ts';
import type { Attachment, Cast, Guest } from './cast.ts';
import { endName, ENDS, GATE, gateOf, portY } from './ends.ts';
import { bridgeRect } from './places.ts';

/** Room for the name of the end that stays outside. */
const NAMED = 150;
const LOOSE = 52;

export const vethKey = (guest: Guest, attachment: Attachment): string => {
	const order = guest.attachments.indexOf(attachment);
	return order > 0 ? `veth:${guest.name}/${endName(guest, attachment)}` : `veth:${guest.name}`;
};

/** From the bridge; an end that is not plugged in yet hangs before the container. */
const pointsOf = (guest: Guest, attachment: Attachment): readonly Point[] => {
	const gate = gateOf(guest, attachment);
	const y = portY(guest, attachment);
	const { bridge } = attachment;
	if (!bridge) return [{ x: gate.x - LOOSE, y: gate.y }, gate];
	const bar = bridgeRect(bridge.slot);
	const start = { x: bar.x + bar.width / 2 + 6, y };
	return y === gate.y ? [start, gate] : [start, { x: gate.x - 7, y }, { x: gate.x - 7, y: gate.y }, gate];
};

const cable = (cast: Cast, guest: Guest, attachment: Attachment): Mark => {
	const { near, bridge, isUp } = attachment;
	const points = pointsOf(guest, attachment);
	const [first, last] = [points[0]!, points.at(-1)!];
	const isFree = cast.bridges.every(({ slot }) => slot <= (bridge?.slot ?? -1));
	const hasName = isFree && points.length === 2 && last.x - first.x > NAMED;
	return {
		kind: 'wire',
		key: vethKey(guest, attachment),
		x: 0,
		y: 0,
		points,
		curve: points.length === 2 ? 'straight' : 'round',
		tone: guest.hue,
		thickness: points.length === 2 ? 4 : 3,
		state: isUp ? 'solid' : 'hollow',
		parent: `container:${guest.name}`,
		label: `veth ${near.name} – ${guest.name} ${endName(guest, attachment)}`,
		...(hasName && { text: near.name, textAt: bridge ? 0.4 : 0.5 }),
	};
};

/** The other end: eth0 in the wall once it has been moved in. */
const gate = (guest: Guest, attachment: Attachment): Mark => {
	const { x, y } = gateOf(guest, attachment);
	const { isIn, inside } = attachment;
	return {
		kind: 'token',
		key: `end:${guest.name}/${endName(guest, attachment)}`,
		x: x + GATE.width / 2,
		y: y - GATE.height / 2,
		...GATE,
		anchor: 'middle',
		look: 'plate',
		text: isIn ? inside : '',
		size: 13,
		tone: isIn ? guest.hue : 'faint',
		title: inside,
		parent: vethKey(guest, attachment),
	};
};

export const cables = (cast: Cast, guest: Guest): Marks => [
	...guest.attachments.map((each) => cable(cast, guest, each)),
	...guest.attachments.slice(0, ENDS).map((each) => gate(guest, each)),
];
