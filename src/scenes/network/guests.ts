/** Containers: each in its network namespace, with its addresses and the ports it listens on. */
import type { Mark, Marks, Rect } from '#stage/mark.ts';
import { textWidth } from '#stage/text.ts';
import type { Say } from '../scene.ts';
import { cables } from './cables.ts';
import type { Cast, Guest } from './cast.ts';
import { endName, ENDS, lineY } from './ends.ts';
import { guestShape } from './guestShape.ts';
import { GUEST_HEIGHT, guestRect, MORE, PLACES } from './places.ts';
import { isAlive } from './seats.ts';

const PAD = 12;
/** Where words stand that are behind an interface. */
const TEXT = 37;
const WALL = 3;

/** Words on the hatching of what is paused need a rim. */
const rim = ({ state }: Guest): { readonly halo?: boolean } => (state === 'hatched' ? { halo: true } : {});

const nameFace = { size: 16, weight: 700 } as const;

/** Ports it listens on, from the right; what has no room beside the name is a number. */
const sockets = (guest: Guest): Marks => {
	const rect = guestRect(guest.slot ?? 0);
	const least = rect.x + PAD + Math.min(44, textWidth(guest.name, nameFace)) + 8;
	const made: Mark[] = [];
	let right = rect.x + rect.width - 7;
	for (const [i, { port }] of guest.sockets.entries()) {
		const rest = guest.sockets.length - i - 1;
		const alone = `:${port}`;
		const wide = (text: string): number =>
			Math.ceil(textWidth(text, { size: 13, mono: true, weight: 700 }) + 11);
		const fitsNext = rest === 0 || right - wide(alone) - 4 - 40 >= least;
		const text = fitsNext ? alone : `${alone}+${rest}`;
		right -= wide(text);
		made.push({
			kind: 'token',
			key: `socket:${guest.name}/${port}`,
			x: right,
			y: rect.y + 6,
			width: wide(text),
			height: 19,
			size: 13,
			text,
			tone: guest.hue,
			look: 'tile',
			...(guest.state !== 'solid' && { state: guest.state }),
			parent: `container:${guest.name}`,
			label: `${guest.name}:${port}`,
		});
		right -= 4;
		if (!fitsNext) break;
	}
	return made;
};

/** Whose network it has, where that is not its own. */
const netLine = (guest: Guest, say: Say): string => {
	if (guest.net === 'host') return say('net.host');
	if (guest.net === 'shared') return say('net.shared', { name: guest.of ?? '' });
	if (guest.net === 'gone') return guest.container.state.status;
	return guest.container.hostConfig.networkMode === 'none' ? say('net.none') : '';
};

const addresses = (guest: Guest): Marks => {
	const rect = guestRect(guest.slot ?? 0);
	return guest.attachments.slice(0, ENDS).flatMap((attachment, i): Marks => {
		const key = i === 0 ? `address:${guest.name}` : `address:${guest.name}/${endName(guest, attachment)}`;
		if (!attachment.address) return [];
		return [
			{
				kind: 'label',
				...rim(guest),
				key,
				x: rect.x + TEXT,
				y: lineY(guest, i) + 4.5,
				text: attachment.address,
				size: 14,
				mono: true,
				width: rect.width - TEXT - 2,
				parent: `container:${guest.name}`,
				...(!attachment.isIn && { tone: 'muted' as const }),
			},
		];
	});
};

/** Why the engine could not start it: the end of what it said. */
const refusal = ({ net, container }: Guest): string =>
	net === 'gone' ? (container.state.error.split(': ').at(-1) ?? '') : '';

/** Beneath its addresses: the image, or what is special about its network. */
const words = (guest: Guest, shape: Rect, say: Say): Marks => {
	const rect = guestRect(guest.slot ?? 0);
	const special = netLine(guest, say);
	const isWide = shape.width > rect.width;
	const lines = [special, (isWide && refusal(guest)) || guest.container.imageName].filter(Boolean);
	const free = Math.max(0, ENDS - guest.attachments.length);
	const indent = guest.attachments.length ? TEXT : PAD;
	return lines.slice(0, free).map((text, i): Mark => ({
		kind: 'label',
		...rim(guest),
		key: `line:${guest.name}/${i}`,
		x: rect.x + indent,
		y: lineY(guest, ENDS - free + i) + 4.5,
		text,
		size: 13,
		tone: 'muted',
		width: (isWide ? shape : rect).width - indent - 4,
		parent: `container:${guest.name}`,
	}));
};

/** What there is room for while nobody stands beside or beneath it: its process and the namespace's number. */
const more = (cast: Cast, guest: Guest, shape: Rect, say: Say): Marks => {
	const rect = guestRect(guest.slot ?? 0);
	const task = cast.state.tasks.get(guest.container.state.pid);
	const parent = `container:${guest.name}`;
	const inode = guest.net === 'own' && guest.namespace !== undefined ? `net:[${guest.namespace}]` : '';
	const marks: Mark[] = [];
	if (shape.width > rect.width && inode)
		marks.push({
			kind: 'label',
			...rim(guest),
			key: `inode:${guest.name}`,
			x: shape.x + shape.width - PAD,
			y: rect.y + 20,
			anchor: 'end',
			text: inode,
			size: 13,
			mono: true,
			tone: 'muted',
			parent,
		});
	if (!task) return marks;
	const ports = guest.sockets.map(({ port }) => `:${port}`).join(' ');
	const sub = [`PID ${task.pid}`, ports && say('listens', { ports })].filter(Boolean).join(' · ');
	if (shape.height > rect.height)
		marks.push({
			kind: 'box',
			key: `process:${guest.name}`,
			x: rect.x + TEXT,
			y: rect.y + GUEST_HEIGHT + 8,
			width: shape.width - TEXT - PAD,
			height: 54,
			radius: 9,
			tone: guest.hue,
			fill: 'surface',
			heading: task.comm,
			sub,
			size: 15,
			align: 'middle',
			parent,
			...(guest.state === 'hatched' && { state: 'hatched' as const }),
		});
	else if (shape.width > rect.width)
		marks.push({
			kind: 'label',
			...rim(guest),
			key: `process:${guest.name}`,
			x: shape.x + shape.width - PAD,
			y: lineY(guest, 1) + 4.5,
			anchor: 'end',
			text: `${task.comm} · ${task.pid}`,
			size: 13,
			mono: true,
			tone: 'muted',
			parent,
		});
	return marks;
};

const one = (cast: Cast, guest: Guest, say: Say): Marks => {
	const slot = guest.slot ?? 0;
	const rect = guestRect(slot);
	const shape = guestShape(cast, slot);
	const { name, hue, state, container } = guest;
	const isOwn = guest.net === 'own' && guest.namespace !== undefined;
	const told = sockets(guest);
	const least = Math.min(rect.x + rect.width - 8, ...told.map((each) => each.x - 6));
	const label = [name, ...guest.attachments.map((each) => each.address), container.state.status]
		.filter(Boolean)
		.join(' · ');
	return [
		...cables(cast, guest),
		...(isOwn
			? [
					{
						kind: 'frame',
						key: `ns:net/${name}`,
						x: shape.x - WALL,
						y: shape.y - WALL,
						width: shape.width + 2 * WALL,
						height: shape.height + 2 * WALL,
						radius: 13,
						tone: hue,
						opacity: 0.55,
						parent: `container:${name}`,
						label: `net:[${guest.namespace}]`,
					} as const,
				]
			: []),
		{ kind: 'box', key: `container:${name}`, ...shape, radius: 10, tone: hue, state, label },
		{
			kind: 'label',
			...rim(guest),
			key: `name:${name}`,
			x: rect.x + PAD,
			y: rect.y + 20,
			text: name,
			...nameFace,
			width: least - rect.x - PAD,
			parent: `container:${name}`,
			...(state === 'hollow' && { tone: 'muted' as const }),
		},
		...words(guest, shape, say),
		...addresses(guest),
		...told,
		...more(cast, guest, shape, say),
	];
};

/** Those that have no place, as a number; choosing it shows them, eight at a time. */
const rest = ({ away, glass, guests: shown }: Cast, say: Say): Marks => {
	if (away.length === 0) return [];
	const page = glass.containers;
	const running = away.filter(isAlive).length;
	const heading =
		page === 0
			? say('containers', { count: away.length, running })
			: say('containers.page', { page: page + 1, count: away.length + shown.length });
	const box: Mark = {
		kind: 'box',
		key: 'containers',
		...MORE,
		radius: 9,
		tone: 'muted',
		fill: 'surface',
		align: 'middle',
		heading,
		size: 14,
		...(page === 0 && { label: `${heading}: ${say('containers.open')}` }),
	};
	return page === 0 ? [box] : [box, ...turns(page, Math.ceil(away.length / PLACES), say)];
};

/** To the page before and after; the one after the last is the first. */
const turns = (page: number, last: number, say: Say): Marks =>
	(
		[
			[page - 1, '‹', MORE.x + 4, say('containers.before')],
			[page === last ? 0 : page + 1, '›', MORE.x + MORE.width - 38, say('containers.after')],
		] as const
	).map(([to, text, x, label]): Mark => ({
		kind: 'token',
		key: `containers:${to}${to === 0 ? `/${text}` : ''}`,
		x,
		y: MORE.y + 3,
		width: 34,
		height: MORE.height - 6,
		text,
		size: 15,
		weight: 700,
		look: 'tile',
		tone: 'muted',
		fill: 'surface',
		label,
	}));

export const guests = (cast: Cast, say: Say): Marks => [
	...cast.guests.flatMap((guest) => one(cast, guest, say)),
	...rest(cast, say),
];
