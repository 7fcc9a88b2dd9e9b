import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { convert } from 'fontverter';
import subsetFont from 'subset-font';
import { glyphs } from './glyphs.ts';
import { renamed } from './rename.ts';

const here = dirname(fileURLToPath(import.meta.url));
const source = dirname(here);
const cache = join(source, '..', 'node_modules', '.cache', 'drydock');
const { resolve } = createRequire(import.meta.url);

const SANS = 'pretendard/dist/public/variable/PretendardVariable.ttf';
const MONO = '@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2';

/** Pretendard cut down to the site's glyphs, under another name, since its own is reserved. */
async function cut(text: string): Promise<Buffer> {
	const small = await subsetFont(await readFile(resolve(SANS)), text, {
		targetFormat: 'sfnt',
		variationAxes: { wght: { min: 400, max: 700, default: 400 } },
	});
	return convert(renamed(small, 'Drydock Sans'), 'woff2');
}

async function cached(text: string): Promise<string> {
	const file = join(cache, `${createHash('sha256').update(`2${text}`).digest('hex').slice(0, 16)}.woff2`);
	const isThere = await readFile(file).then(
		() => true,
		() => false,
	);
	if (isThere) return file;
	await mkdir(cache, { recursive: true });
	const unfinished = `${file}.${process.pid}`;
	await writeFile(unfinished, await cut(text));
	await rename(unfinished, file);
	return file;
}

/** Writes the site's two font files beside `fonts.css`; the text they cover is the answer. */
export async function writeFonts(): Promise<string> {
	const text = await glyphs(source);
	await copyFile(await cached(text), join(here, 'sans.woff2'));
	await copyFile(resolve(MONO), join(here, 'mono.woff2'));
	return text;
}
