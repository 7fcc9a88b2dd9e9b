import { expect, test, type Page } from '@playwright/test';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import JSZip from 'jszip';
import { PDFDocument } from 'pdf-lib';

const SITE = process.env.SITE ?? '';
const RUN = ['docker run -d --name web nginx', 'docker pause web'];
const NOTES = ['First words of the teacher.', 'And the second.'];
const DECK = `#deck=Two+stops&${RUN.map(
	(_, index) =>
		`stop=stop+${index + 1}&run=${encodeURIComponent(RUN.slice(0, index + 1).join('\n'))}&at=end&scene=lifecycle&note=${encodeURIComponent(NOTES[index] ?? '')}`,
).join('&')}`;

test.use({ reducedMotion: 'reduce', locale: 'en-GB', acceptDownloads: true });

async function dialog(page: Page): Promise<void> {
	await page.goto(`${SITE}/en/lecture/${DECK}`);
	await expect(page.locator('[data-open]')).toBeVisible();
	await page.getByRole('button', { name: 'Hand out' }).first().click();
	await expect(page.getByRole('dialog')).toBeVisible();
}

async function saved(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
	const [file] = await Promise.all([
		page.waitForEvent('download', { timeout: 60_000 }),
		page.getByRole('dialog').getByRole('button', { name: button }).click(),
	]);
	return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** The sentence of a stop's moment, as its scene says it. */
async function sentence(page: Page, index: number): Promise<string> {
	const run = encodeURIComponent(RUN.slice(0, index + 1).join('\n'));
	await page.goto(`${SITE}/en/scenes/lifecycle/?run=${run}&at=end`);
	await expect(page.locator('[data-open]')).toBeVisible();
	return page.locator('.sentence').innerText();
}

const textIn = (xml: string): string =>
	[...xml.matchAll(/<a:t>([^<]*)<\/a:t>/g)].map(([, text]) => text).join('\n');
const unescaped = (text: string): string =>
	text
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&apos;', "'")
		.replaceAll('&amp;', '&');

test('slides have a picture each, the sentence, and the words of the teacher as their notes', async ({
	page,
}) => {
	await dialog(page);
	const { name, bytes } = await saved(page, 'Slides');
	expect(name).toBe('Two-stops.pptx');
	const zip = await JSZip.loadAsync(bytes);
	const part = async (path: string): Promise<string> =>
		unescaped((await zip.file(path)?.async('string')) ?? '');
	const slides = Object.keys(zip.files).filter((path) => /^ppt\/slides\/slide\d+\.xml$/.test(path));
	expect(slides).toHaveLength(RUN.length);
	for (const [index, note] of NOTES.entries()) {
		const said = await sentence(page, index);
		expect(textIn(await part(`ppt/slides/slide${index + 1}.xml`))).toContain(said);
		const notes = textIn(await part(`ppt/notesSlides/notesSlide${index + 1}.xml`));
		expect(notes).toContain(said);
		expect(notes).toContain(note);
		const relations = await part(`ppt/slides/_rels/slide${index + 1}.xml.rels`);
		const picture = /media\/[^"]+\.png/.exec(relations)?.[0] ?? '';
		const png = await zip.file(`ppt/${picture}`)?.async('nodebuffer');
		expect(png?.readUInt32BE(16)).toBe(2 * 1208);
	}
});

const office = (() => {
	try {
		return execFileSync('which', ['soffice'], { encoding: 'utf8' }).trim();
	} catch {
		return '';
	}
})();

test('LibreOffice opens the slides and makes a page of each', async ({ page }) => {
	test.skip(office === '', 'there is no LibreOffice here');
	test.setTimeout(180_000);
	await dialog(page);
	const { bytes } = await saved(page, 'Slides');
	const folder = await mkdtemp(join(tmpdir(), 'slides-'));
	await writeFile(join(folder, 'deck.pptx'), bytes);
	const profile = `-env:UserInstallation=file://${folder}/profile`;
	await promisify(execFile)(office, [
		profile,
		'--headless',
		'--convert-to',
		'pdf',
		'--outdir',
		folder,
		join(folder, 'deck.pptx'),
	]);
	const pages = await PDFDocument.load(await readFile(join(folder, 'deck.pdf')));
	expect(pages.getPageCount()).toBe(RUN.length);
});

test('PDF and paper have a page a stop', async ({ page }) => {
	await page.addInitScript(() => {
		window.print = () => void document.documentElement.setAttribute('data-printed', '');
	});
	await dialog(page);
	const { name, bytes } = await saved(page, 'PDF');
	expect(name).toBe('Two-stops.pdf');
	const file = await PDFDocument.load(bytes);
	expect(file.getPageCount()).toBe(RUN.length);
	expect(file.getTitle()).toBe('Two stops');
	await page.getByRole('dialog').getByRole('button', { name: 'Print' }).click();
	await expect(page.locator('html')).toHaveAttribute('data-printed', '');
	await page.emulateMedia({ media: 'print' });
	await expect(page.locator('.pages .note').first()).toHaveText(NOTES[0] ?? '');
	await expect(page.locator('.pages svg').first()).toBeVisible();
	await expect(page.getByRole('banner')).toBeHidden();
	await page.emulateMedia({ media: null });
	const printed = await PDFDocument.load(await page.pdf({ preferCSSPageSize: true }));
	expect(printed.getPageCount()).toBe(RUN.length);
	// Once it is printed nothing of it is left in the page.
	await expect(page.locator('.pages')).toHaveCount(0);
	await expect(page.locator('.pages')).toHaveCount(0);
});
