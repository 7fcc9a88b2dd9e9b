import { convert } from 'fontverter';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { glyphs } from './glyphs.ts';
import { writeFonts } from './subset.ts';

const source = fileURLToPath(new URL('..', import.meta.url));

/** The characters a font has a glyph for: the segments of its format 4 table and the groups of its format 12. */
function characters(font: Buffer): Set<number> {
	const tables = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + index * 16);
	const entry = tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap') ?? 0;
	const cmap = font.subarray(font.readUInt32BE(entry + 8));
	const found = new Set<number>();
	for (let index = 0; index < cmap.readUInt16BE(2); index++) {
		const part = cmap.subarray(cmap.readUInt32BE(4 + index * 8 + 4));
		if (part.readUInt16BE(0) === 4) addSegments(part, found);
		if (part.readUInt16BE(0) === 12) addGroups(part, found);
	}
	return found;
}

function addSegments(part: Buffer, found: Set<number>): void {
	const count = part.readUInt16BE(6) / 2;
	for (let index = 0; index < count; index++) {
		const last = part.readUInt16BE(14 + index * 2);
		const first = part.readUInt16BE(16 + count * 2 + index * 2);
		for (let char = first; char <= last && char !== 0xffff; char++) found.add(char);
	}
}

function addGroups(part: Buffer, found: Set<number>): void {
	for (let index = 0; index < part.readUInt32BE(12); index++) {
		const at = 16 + index * 12;
		for (let char = part.readUInt32BE(at); char <= part.readUInt32BE(at + 4); char++) found.add(char);
	}
}

/** Signs Pretendard itself does not have; the machine's own fonts show them. */
const ELSEWHERE = /[\u2500-\u257f\u2610-\u2bff]|[\u{1f000}-\u{1ffff}]|\ufe0f/u;

test('every character of the site has its glyph in the site’s own font', { timeout: 60_000 }, async () => {
	await writeFonts();
	const file = await readFile(new URL('./sans.woff2', import.meta.url));
	const font = await convert(file, 'sfnt');
	const has = characters(font);
	expect(font.includes(Buffer.from('Pretendard', 'utf16le').swap16())).toBe(false);
	expect(font.includes(Buffer.from('Drydock', 'utf16le').swap16())).toBe(true);
	const missing = [...(await glyphs(source))].filter(
		(char) => !has.has(char.codePointAt(0) ?? 0) && !ELSEWHERE.test(char),
	);
	expect(missing).toEqual([]);
	expect(file.length).toBeLessThan(320_000);
});
