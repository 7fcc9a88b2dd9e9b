/** Containers: each in its network namespace, with its interfaces in the wall, its addresses, and the ports it listens on. */
import type { Mark, Marks, Rect } from '#stage/mark.ts';
import { textWidth } from '#stage/text.ts';
import type { Say } from '../scene.ts';
import type { Attachment, Cast, Guest } from './cast.ts';
import { ENDS, GATE, gateOf, lineY, portY } from './ends.ts';
import { bridgeRect, guestRect, MORE, WIDE } from './places.ts';

const TEXT = 34;

/** Nobody stands beside it: there is room to tell more. */
const isAlone = (cast: Cast, slot: number): boolean =>
	slot < 4 && !cast.guests.some((each) => each.slot !== undefined && each.slot >= 4);

const sockets = (guest: Guest, rect: Rect): Marks => {
	const shown = guest.sockets.slice(0, 1);
	const rest = guest.sockets.length - shown.length;
	let right = rect.x + rect.width - 7;
	const made: Mark[] = [];
	for (const socket of shown) {
		const text = `:${socket.port}${rest > 0 ? `+${rest}` : ''}`;
		const width = Math.ceil(textWidth(text, { size: 12, mono: true }) + 12);
		made.push({
			kind: 'token',
			key: `socket:${guest.name}/${socket.port}`,
			x: right - width,
			y: rect.y + 6,
			width,
			height: 20,
			size: 12,
			text,
			tone: guest.hue,
			look: 'tile',
			...(guest.state !== 'solid' && { state: guest.state }),
			parent: `container:${guest.name}`,
			label: `${guest.name}:${socket.port}`,
		});
		right -= width + 4;
	}
	return made;
};

const lineOf = (guest: Guest, say: Say): string => {
	if (guest.net === 'host') return say('net.host');
	if (guest.net === 'shared') return say('net.shared', { name: guest.of ?? '' });
	if (guest.net === 'gone') return guest.container.state.status;
	return guest.container.hostConfig.networkMode === 'none' ? say('net.none') : '';
};

const addresses = (guest: Guest, rect: Rect): Marks =>
	guest.attachments.slice(0, ENDS).flatMap((attachment, i): Marks => {
		const key = i === 0 ? `address:${guest.name}` : `address:${guest.name}/${attachment.inside}`;
		return attachment.address
			? [
					{
						kind: 'label',
						key,
						x: rect.x + TEXT,
						y: lineY(guest, i) + 4.5,
						text: attachment.address,
						size: 13,
						mono: true,
						width: rect.width - TEXT - 2,
						parent: `container:${guest.name}`,
						...(attachment.isIn ? {} : { tone: 'muted' as const }),
					},
				]
			: [];
	});

const gates = (guest: Guest): Marks =>
	guest.attachments.slice(0, ENDS).map((attachment): Mark => {
		const { x, y } = gateOf(guest, attachment);
		const key = `end:${guest.name}/${attachment.isIn ? attachment.inside : 'eth0'}`;
		return {
			kind: 'token',
			key,
			x: x + GATE.width / 2,
			y: y - GATE.height / 2,
			...GATE,
			anchor: 'middle',
			look: 'plate',
			text: attachment.isIn ? attachment.inside : '',
			size: 12,
			tone: attachment.isIn ? guest.hue : 'faint',
			title: attachment.inside,
			parent: `port:${attachment.near.name}`,
		};
	});

const veth = (cast: Cast, guest: Guest, attachment: Attachment, isFirst: boolean): Mark => {
	const gate = gateOf(guest, attachment);
	const slot = attachment.bridge?.slot;
	const bar = slot === undefined ? undefined : bridgeRect(slot);
	const y = portY(guest, attachment);
	/* Not plugged in yet: the loose end hangs before the bridge. */
	const start = bar ? bar.x + bar.width / 2 + 6 : gate.x - 52;
	const points =
		y === gate.y
			? [{ x: start, y }, gate]
			: [{ x: start, y }, { x: gate.x - 7, y }, { x: gate.x - 7, y: gate.y }, gate];
	const last = Math.max(-1, ...cast.bridges.map((each) => each.slot));
	const hasText = slot !== undefined && slot === last && y === gate.y && gate.x - start > 96;
	return {
		kind: 'wire',
		key: isFirst ? `veth:${guest.name}` : `veth:${guest.name}/${attachment.inside}`,
		x: 0,
		y: 0,
		points,
		curve: y === gate.y ? 'straight' : 'round',
		tone: guest.hue,
		thickness: 4,
		state: attachment.isUp ? 'solid' : 'hollow',
		parent: `container:${guest.name}`,
		label: `veth ${attachment.near.name} – ${guest.name} ${attachment.inside}`,
		...(hasText && { text: attachment.near.name }),
	};
};

/** What there is room for while nobody stands beside it. */
const wide = (cast: Cast, guest: Guest, rect: Rect): Marks => {
	const x = rect.x + rect.width + 12;
	const task = cast.state.tasks.get(guest.container.state.pid);
	const room = WIDE - rect.width - 20;
	const told = [
		task ? `${task.comm} · ${task.pid}` : '',
		guest.net === 'own' && guest.namespace !== undefined ? `net:[${guest.namespace}]` : '',
	];
	return told.flatMap((text, i): Marks =>
		text
			? [
					{
						kind: 'label',
						key: `told:${guest.name}/${i}`,
						x,
						y: lineY(guest, i) - 14 + 4.5,
						text,
						size: 12,
						mono: true,
						tone: 'muted',
						width: room,
						parent: `container:${guest.name}`,
					},
				]
			: [],
	);
};

const one = (cast: Cast, guest: Guest, say: Say): Marks => {
	const rect = guestRect(guest.slot ?? 0);
	const alone = isAlone(cast, guest.slot ?? 0);
	const shape = { ...rect, width: alone ? WIDE : rect.width };
	const { name, hue, state } = guest;
	const said = lineOf(guest, say);
	const room = rect.width - 20 - (guest.sockets.length ? 46 : 0);
	const isOwn = guest.net === 'own' && guest.namespace !== undefined;
	const status = guest.container.state.status;
	const label = [name, ...guest.attachments.map((each) => each.address), status].filter(Boolean).join(' · ');
	const second = said || (guest.attachments.length < ENDS ? guest.container.imageName : '');
	const order = guest.attachments.length === 0 ? 0 : 1;
	return [
		...guest.attachments.map((attachment, i) => veth(cast, guest, attachment, i === 0)),
		{ kind: 'box', key: `container:${name}`, ...shape, radius: 10, tone: hue, state, label },
		...(isOwn
			? [
					{
						kind: 'frame',
						key: `ns:net/${name}`,
						x: shape.x - 4,
						y: shape.y - 4,
						width: shape.width + 8,
						height: shape.height + 8,
						radius: 13,
						tone: hue,
						layer: 1,
						state: 'hollow',
						parent: `container:${name}`,
						label: `net:[${guest.namespace}]`,
					} as const,
				]
			: []),
		{
			kind: 'label',
			key: `name:${name}`,
			x: rect.x + 12,
			y: rect.y + 21,
			text: name,
			size: 15,
			weight: 700,
			width: room,
			parent: `container:${name}`,
			...(state === 'hollow' && { tone: 'muted' as const }),
		},
		...(second
			? [
					{
						kind: 'label',
						key: `line:${name}`,
						x: rect.x + (order === 0 ? 12 : TEXT),
						y: lineY(guest, order) + 4.5,
						text: second,
						size: 12,
						tone: 'muted',
						width: rect.width - (order === 0 ? 18 : TEXT + 2),
						parent: `container:${name}`,
					} as const,
				]
			: []),
		...addresses(guest, rect),
		...gates(guest),
		...sockets(guest, rect),
		...(alone ? wide(cast, guest, rect) : []),
	];
};

/** Those that have no place, as a number. */
const rest = (cast: Cast, say: Say): Marks => {
	const away = cast.guests.filter((guest) => guest.slot === undefined);
	if (away.length === 0) return [];
	const running = away.filter((guest) => guest.state === 'solid').length;
	return [
		{
			kind: 'box',
			key: 'containers',
			...MORE,
			radius: 9,
			tone: 'muted',
			fill: 'surface',
			align: 'middle',
			heading: say('containers', { count: away.length, running }),
			size: 13,
			label: say('containers', { count: away.length, running }),
		},
	];
};

export const guests = (cast: Cast, say: Say): Marks => [
	...cast.guests.filter((guest) => guest.slot !== undefined).flatMap((guest) => one(cast, guest, say)),
	...rest(cast, say),
];
