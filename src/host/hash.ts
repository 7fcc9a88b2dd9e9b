/** SHA-1 and SHA-256 (FIPS 180-4) and MD5 (RFC 1321) of the UTF-8 bytes of a text, in hex. */
export const bytesOf = (text: string): number[] => {
	const bytes: number[] = [];
	for (const char of text) {
		const code = char.codePointAt(0)!;
		if (code < 0x80) bytes.push(code);
		else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
		else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
		else
			bytes.push(
				0xf0 | (code >> 18),
				0x80 | ((code >> 12) & 63),
				0x80 | ((code >> 6) & 63),
				0x80 | (code & 63),
			);
	}
	return bytes;
};

const rotated = (value: number, by: number) => (value >>> by) | (value << (32 - by));

/** The message with its one bit, zeros and length, as 32-bit words. */
const padded = (text: string, isBig: boolean): number[] => {
	const bytes = bytesOf(text);
	const bits = bytes.length * 8;
	bytes.push(0x80);
	while (bytes.length % 64 !== 56) bytes.push(0);
	const length = [Math.floor(bits / 2 ** 32), bits >>> 0];
	const words: number[] = [];
	for (let i = 0; i < bytes.length; i += 4) {
		const [a, b, c, d] = bytes.slice(i, i + 4) as [number, number, number, number];
		words.push(isBig ? (a << 24) | (b << 16) | (c << 8) | d : (d << 24) | (c << 16) | (b << 8) | a);
	}
	return [...words, ...(isBig ? length : length.reverse())];
};
const hex = (words: readonly number[], isBig: boolean): string =>
	words
		.map(
			(word) =>
				(isBig
					? word
					: ((word & 255) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24)) >>> 0,
		)
		.map((word) => word.toString(16).padStart(8, '0'))
		.join('');

const fraction = (value: number) => ((value - Math.floor(value)) * 2 ** 32) | 0;
const primes = (() => {
	const found: number[] = [];
	for (let each = 2; found.length < 64; each++) if (found.every((prime) => each % prime)) found.push(each);
	return found;
})();

export const sha256 = (text: string): string => {
	const k = primes.map((prime) => fraction(Math.cbrt(prime)));
	const hash = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
	const words = padded(text, true);
	for (let at = 0; at < words.length; at += 16) {
		const w = words.slice(at, at + 16);
		for (let i = 16; i < 64; i++) {
			const [x, y] = [w[i - 15]!, w[i - 2]!];
			w.push(
				(w[i - 16]! +
					(rotated(x, 7) ^ rotated(x, 18) ^ (x >>> 3)) +
					w[i - 7]! +
					(rotated(y, 17) ^ rotated(y, 19) ^ (y >>> 10))) |
					0,
			);
		}
		let [a, b, c, d, e, f, g, h] = hash as [number, number, number, number, number, number, number, number];
		for (let i = 0; i < 64; i++) {
			const t1 =
				(h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + ((e & f) ^ (~e & g)) + k[i]! + w[i]!) | 0;
			const t2 = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
			[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
		}
		for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) hash[i] = (hash[i]! + value) | 0;
	}
	return hex(hash, true);
};

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
export const md5 = (text: string): string => {
	const hash = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
	const words = padded(text, false);
	for (let at = 0; at < words.length; at += 16) {
		let [a, b, c, d] = hash as [number, number, number, number];
		for (let i = 0; i < 64; i++) {
			const round = i >> 4;
			const mixed =
				round === 0
					? (b & c) | (~b & d)
					: round === 1
						? (d & b) | (~d & c)
						: round === 2
							? b ^ c ^ d
							: c ^ (b | ~d);
			const index = [i, 5 * i + 1, 3 * i + 5, 7 * i][round]! % 16;
			const sum = (a + mixed + Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) + words[at + index]!) | 0;
			const turn = SHIFTS[round * 4 + (i % 4)]!;
			[a, d, c, b] = [d, c, b, (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0];
		}
		for (const [i, value] of [a, b, c, d].entries()) hash[i] = (hash[i]! + value) | 0;
	}
	return hex(hash, false);
};

/** Rounds of SHA-1: what mixes the words, and the constant added. */
const sha1Rounds: readonly (readonly [(b: number, c: number, d: number) => number, number])[] = [
	[(b, c, d) => (b & c) | (~b & d), 0x5a827999],
	[(b, c, d) => b ^ c ^ d, 0x6ed9eba1],
	[(b, c, d) => (b & c) | (b & d) | (c & d), 0x8f1bbcdc],
	[(b, c, d) => b ^ c ^ d, 0xca62c1d6],
];

export const sha1 = (text: string): string => {
	const words = padded(text, true);
	let sums: number[] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
	for (let at = 0; at < words.length; at += 16) {
		const w = words.slice(at, at + 16);
		for (let i = 16; i < 80; i++) w.push(rotated(w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!, 31));
		let [a, b, c, d, e] = sums as [number, number, number, number, number];
		for (let i = 0; i < 80; i++) {
			const [mix, constant] = sha1Rounds[Math.floor(i / 20)]!;
			const next = (rotated(a, 27) + mix(b, c, d) + e + constant + w[i]!) | 0;
			[a, b, c, d, e] = [next, a, rotated(b, 2), c, d];
		}
		sums = sums.map((sum, i) => (sum + [a, b, c, d, e][i]!) | 0);
	}
	return hex(sums, true);
};
