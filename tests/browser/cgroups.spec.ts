import { expect, test, type Page } from '@playwright/test';

const SITE = process.env.SITE ?? '';
const BUSY = "sh -c 'while :; do :; done'";
const RUN = [`docker run -d --name web -m 64m busybox ${BUSY}`, 'sleep 2'];
const address = (lines: readonly string[], more = ''): string =>
	`/en/scenes/cgroups/?run=${encodeURIComponent(lines.join('\n'))}&at=end${more}`;

/** Goes to a page and waits until its keys and buttons work. */
async function visit(page: Page, path: string): Promise<void> {
	await page.goto(`${SITE}${path}`);
	await expect(page.locator('[data-open]')).toBeVisible();
}
const mark = (page: Page, key: string) => page.locator(`svg.stage [data-key="${key}"]`);
const isTyped = (page: Page, line: string): Promise<void> =>
	expect(page.locator('.terminal')).toContainText(line);
const atEnd = async (page: Page): Promise<void> => {
	await page.keyboard.press('End');
	await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
};

test.use({ reducedMotion: 'reduce' });

test('a knob types a real line, and the picture and its time series show the same host', async ({ page }) => {
	await visit(page, address(RUN, '&panel=knobs'));
	const quota = page.locator('form').filter({ hasText: 'CPU quota' });
	await quota.getByRole('spinbutton').fill('0.5');
	await expect(quota.locator('code')).toHaveText('docker update --cpus 0.5 web');
	await quota.getByRole('button', { name: 'Type it' }).click();
	await isTyped(page, 'docker update --cpus 0.5 web');
	await atEnd(page);
	await expect(mark(page, 'limit:web/cpu.max')).toHaveText(/0\.5/);
	await expect(mark(page, 'throttle:web')).toBeVisible();

	await page.getByRole('radio', { name: /^echo/ }).check();
	const memory = page.locator('form').filter({ hasText: 'Memory' });
	await memory.getByRole('spinbutton').fill('32');
	await memory.getByRole('button', { name: 'Type it' }).click();
	await atEnd(page);
	await expect(mark(page, 'limit:web/memory.max')).toHaveText(/32M/);

	await page.getByRole('button', { name: 'let 5 s pass' }).click();
	await atEnd(page);
	await page.getByRole('button', { name: 'time', exact: true }).click();
	await expect(mark(page, 'series:cpu/web')).toBeVisible();
	await expect(mark(page, 'series:throttled/web')).toBeVisible();
	await expect(page).toHaveURL(/face=time/);
	const later = await mark(page, 'series:cpu/web').innerHTML();
	await page.keyboard.press('Shift+ArrowLeft');
	await expect.poll(() => mark(page, 'series:cpu/web').innerHTML()).not.toBe(later);
	await atEnd(page);
	expect(await mark(page, 'series:cpu/web').innerHTML()).toBe(later);
});

test('a story runs, on the other kind of host as well', async ({ page }) => {
	await visit(page, address(RUN, '&panel=stories'));
	await page.getByRole('button', { name: 'Run: The narrowest place on the path, by hand' }).click();
	await isTyped(page, 'echo 100M > /sys/fs/cgroup/demo/memory.max');
	await atEnd(page);
	await expect(mark(page, 'limit:/demo/child/memory.max')).toHaveText(/400M/);
	await expect(mark(page, 'most:/demo/child/memory')).toHaveText(/100M/);

	await page.getByRole('button', { name: 'cgroup v1' }).click();
	await expect(mark(page, 'tree:memory')).toHaveText(/memory/);
	await page.getByRole('button', { name: 'Run: A fork bomb meets the pids limit' }).click();
	await isTyped(page, '--pids-limit 20');
	await atEnd(page);
	await expect(mark(page, 'eagain:web')).toHaveText(/refused/);
	await expect(page).toHaveURL(/host=docker20-cgroup1/);
});

test('controllers are what both hosts answer', async ({ page }) => {
	await visit(page, address(RUN, '&panel=controllers'));
	const row = page.getByRole('row').filter({ hasText: /^freezer/ });
	await expect(row).toContainText('freezer.state');
	await expect(row).toContainText('THAWED');
	await expect(row).toContainText('cgroup.freeze');
	await expect(
		page
			.getByRole('row')
			.filter({ hasText: /^net_cls/ })
			.first(),
	).toContainText('no file');
});
