import { expect, test } from '@playwright/test';
import { hostWeight, PAGES, weights } from '../bench/weights.mjs';

/** Bytes, gzipped. */
const SCRIPTS = 80_000;
const HTML = 60_000;
const STYLES = 12_000;
const HOST = 146_000;

for (const path of PAGES)
	test(`${path} keeps its budget`, () => {
		const weight = weights(path);
		expect(weight.files).toBeGreaterThan(3);
		expect(weight.scripts).toBeLessThan(SCRIPTS);
		expect(weight.html).toBeLessThan(HTML);
		expect(weight.styles).toBeLessThan(STYLES);
	});

for (const path of PAGES.filter((each) => each.includes('scenes/')))
	test(`${path} fetches only what it needs of the host`, async ({ page }) => {
		const fetched: string[] = [];
		page.on('request', (request) => {
			if (request.resourceType() === 'script') fetched.push(request.url());
		});
		await page.goto(`${process.env.SITE ?? ''}/${path}`, { waitUntil: 'networkidle' });
		await page.getByRole('button', { name: /^(한 걸음 앞으로|One step forward)/ }).click();
		await expect(page.locator('.beat')).toHaveText(/^1 \//);
		await page.waitForLoadState('networkidle');
		expect(hostWeight(fetched)).toBeGreaterThan(50_000);
		expect(hostWeight(fetched)).toBeLessThan(HOST);
	});

test('the model is not among the scripts a page asks for first', async ({ page }) => {
	const site = process.env.SITE ?? '';
	const early: string[] = [];
	await page.addInitScript(() => {
		globalThis.requestIdleCallback = () => 0;
	});
	page.on('request', (request) => {
		if (request.resourceType() === 'script') early.push(request.url());
	});
	await page.goto(`${site}/ko/scenes/network/`, { waitUntil: 'networkidle' });
	await expect(page.locator('[data-open]')).toBeVisible();
	const before = early.length;
	let bytes = 0;
	page.on('response', async (response) => {
		if (response.request().resourceType() !== 'script') return;
		const { length } = await response.body();
		bytes += length;
	});
	await page.getByRole('button', { name: '한 걸음 앞으로' }).click();
	await expect(page.locator('.beat')).toHaveText(/^1 \//);
	expect(early.length).toBeGreaterThan(before);
	await expect.poll(() => bytes).toBeGreaterThan(100_000);
});
