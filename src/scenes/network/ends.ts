/** Where a container's ends are: the gate in its edge, the port on the bridge, and the place of a packet within. */
import type { Point } from '#stage/mark.ts';
import type { Attachment, Cast, Guest } from './cast.ts';
import { guestShape } from './guestShape.ts';
import { guestRect } from './places.ts';

/** How far beneath the container's upper edge its interfaces stand, one under another. */
const LINES = [34, 51] as const;
export const ENDS = LINES.length;
export const GATE = { width: 42, height: 17 } as const;

const orderOf = (guest: Guest, attachment: Attachment): number =>
	Math.min(guest.attachments.indexOf(attachment), ENDS - 1);

export const lineY = (guest: Guest, order: number): number =>
	guestRect(guest.slot ?? 0).y + (LINES[order] ?? LINES[1]);

/** The outer edge of the interface in the container's wall. */
export const gateOf = (guest: Guest, attachment: Attachment): Point => ({
	x: guestRect(guest.slot ?? 0).x - 10,
	y: lineY(guest, orderOf(guest, attachment)),
});

/** Containers in the second row are reached through the gaps between those in the first. */
export const portY = (guest: Guest, attachment: Attachment): number => {
	const slot = guest.slot ?? 0;
	if (slot < 4) return gateOf(guest, attachment).y;
	const { y, height } = guestRect(slot);
	return y + height + 3.5 + 2.5 * orderOf(guest, attachment);
};

/** eth0, eth1 …: while it still waits on the host, the name it will get. */
export const endName = (guest: Guest, attachment: Attachment): string =>
	attachment.isIn ? attachment.inside : `eth${guest.attachments.indexOf(attachment)}`;

/** Where a packet is when it is inside: behind the address where there is room, else perched on the wall, so that it hides no word. */
export const innerOf = (cast: Pick<Cast, 'guests'>, guest: Guest): Point => {
	const slot = guest.slot ?? 0;
	const { x, y, width } = guestRect(slot);
	const isWide = guestShape(cast, slot).width > width;
	return isWide ? { x: x + width + 22, y: y + 34 } : { x: x + width - 20, y: y - 3 };
};
