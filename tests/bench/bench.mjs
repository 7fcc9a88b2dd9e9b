// npm run bench: how fast the model is; what pages weigh and what they cost the main thread; what a beat costs. On the build as it is.
import { chromium } from '@playwright/test';
import { existsSync } from 'node:fs';
import { ARGS, chromiumPath } from '../chromium.mjs';
import { serve } from '../serve.mjs';
import { node, setUp, vite } from '../setUp.mjs';
import { BUILD, PAGES, SCENES, weights } from './weights.mjs';

const RUNS = 5;
const BEATS = 12;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const kilobytes = (bytes) => (bytes / 1000).toFixed(1).padStart(7);
const milliseconds = (value) => value.toFixed(1).padStart(7);

/** Seconds of the main thread so far, by what it did. */
async function spent(session) {
	const { metrics } = await session.send('Performance.getMetrics');
	const of = (name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
	return {
		all: of('TaskDuration'),
		script: of('ScriptDuration'),
		style: of('RecalcStyleDuration'),
		layout: of('LayoutDuration'),
	};
}
const between = (before, after) =>
	Object.fromEntries(Object.keys(after).map((key) => [key, (after[key] - before[key]) * 1000]));

async function fresh(browser) {
	const context = await browser.newContext({ viewport: { width: 1600, height: 1000 } });
	const page = await context.newPage();
	const session = await context.newCDPSession(page);
	await session.send('Performance.enable', { timeDomain: 'threadTicks' });
	return { context, page, session };
}

/** Until the first picture is painted and the buttons work, before the model. */
async function usable(browser, url) {
	const { context, page, session } = await fresh(browser);
	await page.addInitScript(() => {
		globalThis.requestIdleCallback = () => 0;
	});
	await page.goto(url, { waitUntil: 'load' });
	await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0))));
	await page.waitForTimeout(150);
	const cost = await spent(session);
	await context.close();
	return cost.all * 1000;
}

/** One beat, moving from its beginning to its end, and one frame of it. */
async function beat(browser, url) {
	const { context, page, session } = await fresh(browser);
	await page.goto(url, { waitUntil: 'networkidle' });
	await page.waitForTimeout(400);
	const costs = [];
	for (let index = 0; index < BEATS; index++) {
		const frames = page.evaluate(
			() =>
				new Promise((resolve) => {
					let count = 0;
					const until = performance.now() + 700;
					const real = requestAnimationFrame;
					const step = () => (performance.now() < until ? (count++, real(step)) : resolve(count));
					real(step);
				}),
		);
		const before = await spent(session);
		await page.keyboard.press('ArrowRight');
		const count = await frames;
		costs.push({ ...between(before, await spent(session)), frames: count });
	}
	await context.close();
	return costs;
}

await setUp();
// In a process of its own, as nothing else runs in it.
process.exitCode = await node('--expose-gc', '--import', './tests/typescript.mjs', 'tests/bench/host.ts');
console.log('');
if (!existsSync(BUILD)) await vite('build');
const { address, stop } = await serve();
const browser = await chromium.launch({ executablePath: await chromiumPath(), args: ARGS });

console.log(
	'kB gzipped                                 html scripts  styles   main thread until usable (ms)',
);
for (const path of PAGES) {
	const { html, scripts, styles } = weights(path);
	const times = [];
	for (let run = 0; run < RUNS; run++) times.push(await usable(browser, `${address}/${path}`));
	console.log(
		`${path.padEnd(38)} ${kilobytes(html)} ${kilobytes(scripts)} ${kilobytes(styles)}   ${milliseconds(median(times))}`,
	);
}

console.log(
	'\nmain thread per frame of a beat (ms, median of beats)  all  script   style  layout   paint and rest',
);
for (const scene of SCENES) {
	const costs = await beat(browser, `${address}/ko/scenes/${scene}/`);
	const per = (key) => median(costs.map((cost) => cost[key] / Math.max(cost.frames, 1)));
	const rest = median(
		costs.map((cost) => (cost.all - cost.script - cost.style - cost.layout) / Math.max(cost.frames, 1)),
	);
	console.log(
		`${scene.padEnd(50)} ${[per('all'), per('script'), per('style'), per('layout'), rest].map(milliseconds).join(' ')}`,
	);
}

await browser.close();
stop();
