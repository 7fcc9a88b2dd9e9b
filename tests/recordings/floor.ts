import { readFileSync, writeFileSync } from 'node:fs';
import type { Profile } from './sessions.ts';

const file = new URL('floor.json', import.meta.url);

/** How many steps of each profile the model gets right at least. */
export const floor = (): Record<Profile, number> => JSON.parse(readFileSync(file, 'utf8'));

export function raiseFloor(profile: Profile, equal: number): void {
	const now = floor();
	if (equal > now[profile])
		writeFileSync(file, `${JSON.stringify({ ...now, [profile]: equal }, null, '\t')}\n`);
}
