/** Thick and thin: disks that were promised so much, a pool that has so much, and what is written into each. */
export const POOL = 100;
export const DISKS = 3;
export const PROMISED = 50;

export interface Filled {
	/** What each disk holds of what was written to it. */
	readonly held: readonly number[];
	/** Taken from the pool. */
	readonly taken: number;
	/** What found no room. */
	readonly refused: number;
	/** How many disks could be given out at all. */
	readonly disks: number;
}

/** Thick: each disk takes what it was promised at once, as long as the pool has it. */
export function thick(written: readonly number[]): Filled {
	const disks = Math.min(DISKS, Math.floor(POOL / PROMISED));
	const held = written.map((each, i) => (i < disks ? Math.min(each, PROMISED) : 0));
	const refused = written.reduce((sum, each, i) => sum + each - (held[i] ?? 0), 0);
	return { held, taken: disks * PROMISED, refused, disks };
}

/** Thin: every disk is there, and takes from the pool what is written, in turn, until the pool is empty. */
export function thin(written: readonly number[]): Filled {
	let left = POOL;
	const held = written.map((each) => {
		const got = Math.min(each, PROMISED, left);
		left -= got;
		return got;
	});
	const refused = written.reduce((sum, each, i) => sum + each - (held[i] ?? 0), 0);
	return { held, taken: POOL - left, refused, disks: DISKS };
}
