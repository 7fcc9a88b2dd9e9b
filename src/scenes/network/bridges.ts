/** Bridges: a bar each, with the host's own side at its ends and a port for every veth that is plugged in. */
import type { Mark, Marks } from '#stage/mark.ts';
import type { Say } from '../scene.ts';
import type { Bridge, Cast } from './cast.ts';
import { portY } from './ends.ts';
import { BRIDGES, bridgeRect, IN_LANE } from './places.ts';

const NAMES = 73;
/** Beneath the lower lane; next to each other they have no room. */
const ADDRESSES = 360;

const bar = ({ link, name, slot, address }: Bridge): Marks => {
	const rect = bridgeRect(slot);
	const x = rect.x + rect.width / 2;
	const title = [name, name === link.name ? '' : link.name, address].filter(Boolean).join(' · ');
	const state = link.isUp ? 'solid' : 'hollow';
	return [
		{
			kind: 'box',
			key: `link:${link.name}`,
			...rect,
			radius: 9,
			tone: 'water',
			fill: 'tint',
			state,
			label: title,
		},
		{
			kind: 'label',
			key: `name:${link.name}`,
			x,
			y: IN_LANE - 11,
			text: name,
			anchor: 'middle',
			size: 14,
			weight: 700,
			mono: true,
			width: NAMES,
		},
		{
			kind: 'label',
			key: `address:${link.name}`,
			x,
			y: ADDRESSES + (slot % 2) * 15,
			text: address,
			anchor: 'middle',
			size: 14,
			mono: true,
			tone: 'muted',
			width: 124,
		},
	];
};

/** All bridges that are not shown, as one; choosing it shows the next three. */
const more = (cast: Cast, rest: readonly Bridge[], say: Say): Marks => {
	if (rest.length === 0) return [];
	const last = Math.max(...cast.bridges.map(({ link }, order) => link.slot ?? order));
	const next = (cast.glass.bridges + 1) % (Math.floor(last / BRIDGES) + 1);
	const rect = bridgeRect(BRIDGES);
	const x = rect.x + rect.width / 2;
	return [
		{
			kind: 'box',
			key: cast.glass.bridges === 0 ? 'bridges' : `bridges:${next}`,
			...rect,
			radius: 6,
			tone: 'water',
			fill: 'tint',
			state: 'hatched',
			label: say('bridges', { count: rest.length }),
		},
		{
			kind: 'label',
			key: 'bridges:count',
			x,
			y: IN_LANE - 11,
			text: `+${rest.length}`,
			anchor: 'middle',
			size: 13,
			weight: 700,
			mono: true,
		},
	];
};

const ports = (cast: Cast): Marks =>
	cast.guests.flatMap((guest) =>
		guest.slot === undefined
			? []
			: guest.attachments.flatMap((attachment): readonly Mark[] => {
					if (!attachment.bridge) return [];
					const rect = bridgeRect(attachment.bridge.slot);
					const key = `port:${attachment.near.name}`;
					const x = rect.x + rect.width / 2;
					const y = portY(guest, attachment) - 6;
					return [
						{
							kind: 'token',
							key,
							x,
							y,
							width: 12,
							height: 12,
							anchor: 'middle',
							text: '',
							tone: guest.hue,
							fill: 'surface',
							layer: 4,
							title: attachment.near.name,
							parent: `container:${guest.name}`,
						},
					];
				}),
	);

export const bridges = (cast: Cast, say: Say): Marks => [
	...cast.bridges.filter(({ slot }) => slot < BRIDGES).flatMap(bar),
	...more(
		cast,
		cast.bridges.filter(({ slot }) => slot >= BRIDGES),
		say,
	),
	...ports(cast),
];
