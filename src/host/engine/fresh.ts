/** Ids that a real engine draws at random: here they follow from what has happened before, so every run gives the same. */
import { digestHex } from '../draw.ts';
import type { Host } from '../host.ts';

const drawn = new WeakMap<Host, number>();

/** 64 hex digits that nobody has yet. `what` keeps the ids of one kind apart from another's. */
export function freshId(host: Host, what: string): string {
	const count = (drawn.get(host) ?? 0) + 1;
	drawn.set(host, count);
	const { next, clock } = host.state;
	const id = digestHex(`${what} ${count} ${next.draw} ${next.mount} ${clock.now}`);
	return /[a-f]/.test(id.slice(0, 12)) ? id : freshId(host, what);
}
