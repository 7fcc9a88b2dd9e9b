import { expect, test, type Download, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';

const SITE = process.env.SITE ?? '';
const RUN = ['docker run -d --name web nginx', 'docker pause web'];
/** How the dialog films: pictures a second while something moves, seconds of rest, and of a beat's motion. */
const [GIF_RATE, VIDEO_RATE, REST, MOTION] = [10, 30, 1.6, 0.45];

test.use({ reducedMotion: 'reduce', acceptDownloads: true });

const moment = (at: string | number): string => `?run=${encodeURIComponent(RUN.join('\n'))}&at=${at}`;

async function dialogAt(page: Page, at: string | number): Promise<void> {
	await page.goto(`${SITE}/ko/scenes/lifecycle/${moment(at)}`);
	await expect(page.locator('[data-open]')).toBeVisible();
	await page.getByRole('button', { name: '내보내기' }).click();
	await expect(page.getByRole('dialog')).toBeVisible();
}

async function saved(page: Page, button: string): Promise<{ name: string; bytes: Buffer }> {
	const [file]: [Download, void] = await Promise.all([
		page.waitForEvent('download', { timeout: 90_000 }),
		page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click(),
	]);
	return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** How many steps the dialog says it will film. */
const stepsSaid = async (page: Page): Promise<number> =>
	Number(/(\d+)단계/.exec(await page.getByText(/\d+단계/).innerText())?.[1]);

/** A page without a policy of its own, where pictures can be looked at point by point. */
async function table(page: Page): Promise<Page> {
	const other = await page.context().newPage();
	await other.goto(`${SITE}/theme.js`);
	return other;
}

/** Mean difference of two pictures (0 to 255 a channel) over the width and the stage's height. */
type Pictures = {
	readonly svg: string;
	readonly kind: 'gif' | 'video';
	readonly bytes: string;
	readonly at: number;
};
const difference = (
	page: Page,
	pictures: Pictures,
): Promise<{ mean: number; frames: number; seconds: number }> =>
	page.evaluate(async ({ svg, kind, bytes, at }) => {
		const HEIGHT = 774;
		const WIDTH = 1208;
		const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
		const context = canvas.getContext('2d', { willReadFrequently: true })!;
		const points = (draw: () => void): Uint8ClampedArray => {
			draw();
			return context.getImageData(0, 0, WIDTH, HEIGHT).data;
		};
		const image = new Image();
		image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
		await image.decode();
		const data = Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0));
		let frames = 0;
		let seconds = 0;
		let drawFilm: () => void;
		if (kind === 'gif') {
			const decoder = new ImageDecoder({ data, type: 'image/gif' });
			await Promise.all([decoder.tracks.ready, decoder.completed]);
			frames = decoder.tracks.selectedTrack!.frameCount;
			for (let frameIndex = 0; frameIndex < frames; frameIndex++)
				seconds += ((await decoder.decode({ frameIndex })).image.duration ?? 0) / 1e6;
			const { image: frame } = await decoder.decode({ frameIndex: at < 0 ? frames + at : at });
			drawFilm = () => context.drawImage(frame, 0, 0);
		} else {
			const film = document.createElement('video');
			film.src = URL.createObjectURL(new Blob([data]));
			await new Promise((then) => film.addEventListener('loadeddata', then, { once: true }));
			film.currentTime = at < 0 ? film.duration + at : at;
			await new Promise((then) => film.addEventListener('seeked', then, { once: true }));
			const scale = film.videoWidth / WIDTH;
			drawFilm = () => context.drawImage(film, 0, 0, film.videoWidth / scale, film.videoHeight / scale);
		}
		const [one, other] = [points(() => context.drawImage(image, 0, 0)), points(drawFilm)];
		let sum = 0;
		for (let place = 0; place < one.length; place++) sum += Math.abs((one[place] ?? 0) - (other[place] ?? 0));
		return { mean: sum / one.length, frames, seconds };
	}, pictures);

test('the link, its QR code and the frame for other pages lead to the moment', async ({ page }) => {
	await dialogAt(page, 12);
	const link = await page.getByRole('textbox').first().inputValue();
	expect(new URL(link).searchParams.get('run')).toBe(RUN.join('\n'));
	expect(new URL(link).searchParams.get('at')).toBe('12');
	await expect(page.getByRole('img', { name: /QR/ })).toBeVisible();
	const frame = await page.getByRole('textbox').nth(1).inputValue();
	const inside = /src="([^"]+)"/.exec(frame)?.[1]?.replaceAll('&amp;', '&') ?? '';
	const sentence = await page.locator('.sentence').innerText();
	await page.goto(inside);
	await expect(page.locator('.sentence')).toHaveText(sentence);
	await expect(page.getByRole('banner')).toHaveCount(0);
	await page.keyboard.press('ArrowRight');
	await expect(page.locator('.beat')).toHaveText(/^13 \//);
});

test('SVG and PNG are the picture of the moment, and need nothing of the page', async ({ page }) => {
	await dialogAt(page, 'end');
	const svg = await saved(page, 'SVG');
	const text = svg.bytes.toString('utf8');
	expect(svg.name).toMatch(/^drydock-lifecycle-\d+\.svg$/);
	expect(text).not.toMatch(/var\(|light-dark|class=|<!--/);
	expect(text).toContain('font-family:');
	expect(text).toContain((await page.locator('.sentence').innerText()).slice(0, 12));
	const { bytes } = await saved(page, 'PNG');
	expect(bytes.subarray(1, 4).toString()).toBe('PNG');
	expect(bytes.readUInt32BE(16)).toBe(2 * 1208);
	expect(bytes.readUInt32BE(20)).toBeGreaterThan(2 * 774);
});

test('GIF and video show every step as the screen does, frame for frame', async ({ page }) => {
	test.setTimeout(150_000);
	await dialogAt(page, 'end');
	await page.getByRole('dialog').getByRole('button', { name: '닫기' }).click();
	await page.getByRole('button', { name: '큰 걸음만' }).click();
	await page.keyboard.press('End');
	await page.getByRole('button', { name: '내보내기' }).click();
	await page.getByLabel('움직이는 구간').selectOption(RUN[1] ?? '');
	const steps = await stepsSaid(page);
	expect(steps).toBeGreaterThan(1);
	const last = (await saved(page, 'SVG')).bytes.toString('utf8');
	const gif = (await saved(page, 'GIF')).bytes.toString('base64');
	const film = await saved(page, 'MP4 · WebM');
	expect(film.name).toMatch(/\.(mp4|webm)$/);
	await page.getByRole('dialog').getByRole('button', { name: '닫기' }).click();
	await page.keyboard.press('Shift+ArrowLeft');
	await page.getByRole('button', { name: '내보내기' }).click();
	const first = (await saved(page, 'SVG')).bytes.toString('utf8');

	const other = await table(page);
	const end = await difference(other, { svg: last, kind: 'gif', bytes: gif, at: -1 });
	const start = await difference(other, { svg: first, kind: 'gif', bytes: gif, at: 0 });
	const apart = await difference(other, { svg: last, kind: 'gif', bytes: gif, at: 0 });
	expect(end.mean).toBeLessThan(1);
	expect(start.mean).toBeLessThan(1);
	expect(apart.mean).toBeGreaterThan(2 * Math.max(start.mean, end.mean));
	const samples = (rate: number): number => Math.round(MOTION * rate);
	// Pictures in which nothing differs from the one before are the same picture, shown longer.
	expect(end.frames).toBeGreaterThan(steps);
	expect(end.frames).toBeLessThanOrEqual(1 + steps * samples(GIF_RATE));
	expect(end.seconds).toBeCloseTo((1 + steps) * REST + steps * MOTION, 1);

	const video = film.bytes.toString('base64');
	const shown = await difference(other, { svg: last, kind: 'video', bytes: video, at: -0.2 });
	const opened = await difference(other, { svg: first, kind: 'video', bytes: video, at: 0.2 });
	expect(shown.mean).toBeLessThan(3);
	expect(opened.mean).toBeLessThan(3);
	const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(film.bytes) });
	const track = await input.getPrimaryVideoTrack();
	let packets = 0;
	if (track) for await (const _ of new EncodedPacketSink(track).packets()) packets++;
	expect(packets).toBe((1 + steps) * Math.ceil(REST) + steps * samples(VIDEO_RATE));
});

test('a film that is stopped leaves the dialog as it was', async ({ page }) => {
	await dialogAt(page, 'end');
	await page.getByLabel('움직이는 구간').selectOption('all');
	await page.getByRole('dialog').getByRole('button', { name: 'GIF' }).click();
	await expect(page.getByRole('progressbar')).toBeVisible();
	await page.getByRole('dialog').getByRole('button', { name: '멈추기' }).click();
	await expect(page.getByRole('progressbar')).toHaveCount(0);
	await expect(page.getByRole('dialog').getByRole('alert')).toHaveCount(0);
	await expect(page.getByRole('dialog').getByRole('button', { name: 'GIF' })).toBeEnabled();
});
