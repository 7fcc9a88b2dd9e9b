import { expect, test, type Page } from '@playwright/test';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const SITE = process.env.SITE ?? '';

test.use({ reducedMotion: 'reduce', serviceWorkers: 'allow' });

/** Waits until the browser has its own copy of everything. */
const isKept = (page: Page): Promise<void> =>
	page.evaluate(async () => {
		const registration = await navigator.serviceWorker.ready;
		if (registration.active?.state === 'activated') return;
		await new Promise<void>((then) => {
			registration.active?.addEventListener('statechange', () => {
				if (registration.active?.state === 'activated') then();
			});
		});
	});

test('after one visit every page in both languages opens and runs without a network', async ({
	page,
	context,
}) => {
	test.setTimeout(180_000);
	await page.goto(`${SITE}/ko/`);
	await isKept(page);
	const paths = await page.evaluate(async () => {
		const [name = ''] = await caches.keys();
		const kept = await (await caches.open(name)).keys();
		return kept.map(({ url }) => new URL(url).pathname).filter((path) => path.endsWith('/'));
	});
	expect(paths).toContain('/en/');
	expect(paths.length).toBeGreaterThan(20);
	await context.setOffline(true);
	const troubles: string[] = [];
	page.on('console', (message) => {
		if (['error', 'warning'].includes(message.type())) troubles.push(`${page.url()}: ${message.text()}`);
	});
	page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.message}`));
	for (const path of paths) {
		await page.goto(`${SITE}${path}`);
		await expect(page.locator('h1').first()).toHaveCount(1);
	}
	for (const lang of ['ko', 'en']) {
		const run = encodeURIComponent(
			'docker run -d --name web -p 8080:80 nginx\noutside$ curl -s 203.0.113.10:8080',
		);
		await page.goto(`${SITE}/${lang}/scenes/network/?run=${run}&at=end`);
		await expect(page.locator('[data-open]')).toBeVisible();
		await expect(page.locator('.log')).toContainText('Welcome to nginx!');
		await page.getByRole('textbox').first().fill('docker ps');
		await page.keyboard.press('Enter');
		await expect(page.locator('.log')).toContainText('CONTAINER ID');
	}
	await page.getByRole('button', { name: 'Share' }).click();
	const file = page.waitForEvent('download');
	await page.getByRole('dialog').getByRole('button', { name: 'PNG' }).click();
	expect((await file).suggestedFilename()).toMatch(/\.png$/);
	expect(troubles).toEqual([]);
});

/** The site as its server has it: first one version, then a newer one, and of the old one nothing is left. */
async function changing() {
	const { version } = (await (await fetch(`${SITE}/_app/version.json`)).json()) as { version: string };
	let isNew = false;
	let isGone = false;
	const server = createServer(async (request, response) => {
		const path = request.url ?? '/';
		if (isGone && path.includes('/immutable/')) return void response.writeHead(404).end();
		const answer = await fetch(`${SITE}${path}`);
		const headers = { 'content-type': answer.headers.get('content-type') ?? '' };
		const isWorker = path.endsWith('/service-worker.js');
		const body = Buffer.from(await answer.arrayBuffer());
		const text = isNew && isWorker ? body.toString().replaceAll(version, 'newer') : body;
		response.writeHead(answer.status, headers).end(text);
	});
	await new Promise<void>((then) => server.listen(0, '127.0.0.1', then));
	const { port } = server.address() as AddressInfo;
	return {
		address: `http://127.0.0.1:${port}`,
		update: () => (isNew = true),
		forget: () => (isGone = true),
		stop: () => new Promise((then) => server.close(then)),
	};
}

test('a page goes on with the version it began with, and the newer one comes when it is closed', async ({
	page,
	context,
}) => {
	test.setTimeout(180_000);
	const site = await changing();
	await page.goto(`${site.address}/ko/scenes/lifecycle/`);
	await isKept(page);
	site.update();
	const isWaiting = (): Promise<boolean> =>
		page.evaluate(async () => (await navigator.serviceWorker.ready).waiting?.state === 'installed');
	await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
	await expect.poll(isWaiting, { timeout: 60_000 }).toBe(true);
	site.forget();
	const versions = (of: Page): Promise<string[]> => of.evaluate(() => caches.keys());
	expect(await versions(page)).toHaveLength(2);

	// Parts that were not loaded yet come from the version the page began with.
	await page.getByRole('navigation').getByRole('link', { name: '레이어', exact: true }).click();
	await page.getByRole('textbox').first().fill('docker run -d --name web nginx');
	await page.keyboard.press('Enter');
	await expect(page.locator('.beat')).not.toHaveText(/\/ 0$/);
	await page.getByRole('button', { name: '내보내기' }).click();
	await expect(page.getByRole('dialog')).toBeVisible();

	await page.close();
	const next = await context.newPage();
	await expect(async () => {
		await next.goto(`${site.address}/ko/`);
		expect(await versions(next)).toEqual(['drydock-newer']);
	}).toPass({ timeout: 60_000 });
	await expect(next.locator('h1').first()).toBeVisible();
	await context.close();
	await site.stop();
});
