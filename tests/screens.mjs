// npm run screens [-- WORD…]: pictures of the pages into screens/, to be looked at. Words choose by name.
import { chromium } from '@playwright/test';
import { mkdir } from 'node:fs/promises';
import { ARGS, chromiumPath } from './chromium.mjs';
import { serve } from './serve.mjs';

const SIZES = [
	{ width: 1600, height: 1000 },
	{ width: 1280, height: 720 },
	{ width: 390, height: 844 },
];
const SCENES = ['namespaces', 'cgroups', 'network', 'layers', 'lifecycle'];
const RUN = encodeURIComponent(
	[
		'docker run -d --name web -p 8080:80 --memory 256m nginx',
		'docker run -d --name db redis',
		'outside$ curl http://203.0.113.10:8080/',
	].join('\n'),
);
const NOTES = ['2-3-how-docker-works', '4-2-container-life-cycle'];

const pages = [
	['home', ''],
	['model', 'model/'],
	...NOTES.map((slug) => [`note-${slug}`, `notes/${slug}/`]),
	...NOTES.map((slug) => [`note-${slug}-run`, `notes/${slug}/`, 'fence']),
	...SCENES.map((scene) => [`${scene}-start`, `scenes/${scene}/`]),
	...SCENES.map((scene) => [`${scene}-middle`, `scenes/${scene}/?run=${RUN}&at=18`]),
	...SCENES.map((scene) => [`${scene}-end`, `scenes/${scene}/?run=${RUN}&at=end`]),
];

const words = process.argv.slice(2);
const isWanted = (name) => words.every((word) => name.includes(word));

const { address, stop } = await serve();
const browser = await chromium.launch({ executablePath: await chromiumPath(), args: ARGS });
await mkdir('screens', { recursive: true });

for (const language of ['ko', 'en'])
	for (const colorScheme of ['light', 'dark'])
		for (const viewport of SIZES) {
			const wanted = pages
				.map(([name, path, act]) => [`${name}-${language}-${colorScheme}-${viewport.width}`, path, act])
				.filter(([name]) => isWanted(name));
			if (wanted.length === 0) continue;
			const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
			const page = await context.newPage();
			page.on('console', (message) => console.log(`  ${message.type()}: ${message.text()}`));
			for (const [name, path, act] of wanted) {
				await page.goto(`${address}/${language}/${path}`, { waitUntil: 'networkidle' });
				if (act === 'fence') {
					await page.locator('.fence .run').first().click();
					await page.keyboard.press('End');
				}
				await page.waitForTimeout(300);
				await page.screenshot({ path: `screens/${name}.png`, fullPage: /^(?:home|model)/.test(name) });
				console.log(name);
			}
			await context.close();
		}
await browser.close();
stop();
