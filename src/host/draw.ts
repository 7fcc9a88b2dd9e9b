/**
 * What a real host draws at random (ids, MACs, generated names) the model draws from a counter, so that the same
 * commands give the same host. `drawn` is SplitMix64-like: 64 hex digits from a seed.
 */
const word = (seed: number): number => {
	let z = (seed + 0x9e3779b9) | 0;
	z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
	z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
	return (z ^ (z >>> 16)) >>> 0;
};

/** `digits` hex digits that depend on `seed` alone. */
export const drawnHex = (seed: number, digits = 64): string => {
	let out = '';
	for (let i = 0; out.length < digits; i++)
		out += word(Math.imul(seed, 0x01000193) + i * 0x6d2b79f5)
			.toString(16)
			.padStart(8, '0');
	return out.slice(0, digits);
};

/** 64 hex digits that depend on a text: stands in for SHA-256 where only identity matters (image ids, digests, cache keys). */
export const digestHex = (text: string): string => {
	let [a, b] = [0x811c9dc5, 0x1b873593];
	for (let i = 0; i < text.length; i++) {
		a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
		b = Math.imul(b ^ text.charCodeAt(i), 0x5bd1e995) ^ (a >>> 7);
	}
	let out = '';
	for (let i = 0; out.length < 64; i++)
		out += word(a ^ word(b + i * 0x6d2b79f5))
			.toString(16)
			.padStart(8, '0');
	return out;
};
