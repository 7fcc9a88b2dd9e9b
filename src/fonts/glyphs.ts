import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PARTICLES } from '#i18n/particle.ts';

/** What may be typed or printed anywhere: ASCII, Latin 1, quotation marks, dashes, arrows and the signs of the stage. */
const ALWAYS = `${range(0x20, 0x7e)}${range(0xa0, 0xff)}‐–—‘’“”…·•†′″←↑→↓↔↕⇒▲▶▼◀◆◇○●★☆✓✕×÷≠≤≥∞−₩`;

function range(first: number, last: number): string {
	return String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, index) => first + index));
}

async function textsIn(folder: string, isText: (name: string) => boolean): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
	const files = entries.filter((entry) => entry.isFile() && isText(entry.name));
	return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')));
}

/** Every character of the site's own words: the languages' folders, and what scenes say themselves. */
export async function glyphs(source: string): Promise<string> {
	const texts = await Promise.all([
		textsIn(join(source, 'locales'), () => true),
		textsIn(join(source, 'scenes'), (name) => /\.(ts|json|svelte)$/.test(name)),
		textsIn(join(source, 'stage'), (name) => /\.(ts|svelte)$/.test(name)),
	]);
	const all = new Set([...ALWAYS, ...PARTICLES.join(''), ...texts.flat().join('').normalize('NFC')]);
	return [...all]
		.filter((char) => char >= ' ')
		.sort()
		.join('');
}
