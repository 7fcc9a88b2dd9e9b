import { expect, test, type Page } from '@playwright/test';

const SITE = process.env.SITE ?? '';
const RUN = ['docker run -d --name web -p 8080:80 nginx', 'outside$ curl -s http://203.0.113.10:8080/'];
const search = (lines: readonly string[], at: string | number, more = ''): string =>
	`?run=${encodeURIComponent(lines.join('\n'))}&at=${at}${more}`;

/** Goes to a page and waits until its keys and buttons work. */
async function visit(page: Page, path: string): Promise<void> {
	await page.goto(`${SITE}${path}`);
	await expect(page.locator('[data-open]')).toBeVisible();
}
const mark = (page: Page, key: string) => page.locator(`svg.stage [data-key="${key}"]`);
const beatOf = async (page: Page): Promise<number> =>
	Number((await page.locator('.beat').innerText()).split('/')[0]);

test.use({ reducedMotion: 'reduce' });

test('a journey: its lines are read, it is started, and ends where it says', async ({ page }) => {
	await visit(page, '/ko/scenes/network/?panel=journeys');
	const panel = page.getByRole('region', { name: '여정' });
	const routed = panel.getByRole('button', { name: /경로를 알려 주고 바로/ });
	await expect(panel).toContainText('ip route add 172.17.0.0/16 via 203.0.113.10');
	await routed.click();
	await expect(routed).toHaveAttribute('aria-current', 'true');
	await expect(page.locator('.step, .beat').first()).toBeVisible();
	await expect(mark(page, 'container:web')).toBeVisible();
	await page.keyboard.press('End');
	await page.keyboard.press('ArrowLeft');
	await expect(page.locator('svg.stage [data-key^="fate:"]')).toContainText('기본 정책');
	await expect(mark(page, 'now')).toContainText('filter FORWARD');
	await expect(page).toHaveURL(/panel=journeys/);
});

test('the ledger: the line of the moment is marked, another one leads to its step, and all of it can be copied', async ({
	page,
	context,
}) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await visit(page, `/en/scenes/network/${search(RUN, 'end', '&panel=ledger')}`);
	const panel = page.getByRole('region', { name: 'Ledger' });
	const first = panel.getByRole('table').first();
	await expect(first).toContainText('TCP SYN');
	const dnat = first.getByRole('row').filter({ hasText: 'DNAT' });
	await expect(dnat).toContainText('nat PREROUTING 1 › DOCKER 2');
	await dnat.getByRole('button').click();
	await expect(dnat.getByRole('button')).toHaveAttribute('aria-current', 'step');
	await expect(page.locator('.sentence').first()).toContainText('172.17.0.2:80');
	const at = await beatOf(page);
	await page.locator('svg.stage').click({ position: { x: 5, y: 5 } });
	for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight');
	expect(await beatOf(page)).toBe(at + 6);
	await expect(dnat.getByRole('button')).not.toHaveAttribute('aria-current', 'step');
	const current = panel.locator('tr.now');
	await expect(current).toHaveCount(1);
	await expect(current).toBeInViewport();
	await panel.getByRole('button', { name: 'Copy as text' }).click();
	await expect(panel.getByRole('status')).toHaveText('Copied');
	const text = await page.evaluate(() => navigator.clipboard.readText());
	expect(text).toMatch(/^outside\$ curl -s http:\/\/203\.0\.113\.10:8080\/\n/);
	expect(text).toMatch(
		/\n6 +host +PREROUTING +nat PREROUTING 1 › DOCKER 2 {2}DNAT +to 203\.0\.113\.10:8080 → 172\.17\.0\.2:80\n/,
	);
});

test('the second packet: the nat table says that it is not consulted', async ({ page }) => {
	const lines = ['docker run -d --name box busybox sleep 1000', 'docker exec box ping -c 2 203.0.113.50'];
	await visit(page, `/en/scenes/network/${search(lines, 'end')}`);
	await expect(mark(page, 'nat:bypassed')).toHaveCount(0);
	for (let i = 0; i < 40 && (await mark(page, 'nat:bypassed').count()) === 0; i++)
		await page.keyboard.press('ArrowLeft');
	await expect(mark(page, 'nat:bypassed')).toContainText('not consulted');
	await expect(mark(page, 'rule:nat/POSTROUTING/1')).toContainText('MASQUERADE');
	await expect(mark(page, 'rule:nat/POSTROUTING/1')).toContainText(/1$/);
});

test('more containers than there is room for: choosing the group opens it', async ({ page }) => {
	const lines = ['for i in 1 2 3 4 5 6 7 8 9 10; do docker create --name c$i busybox; done'];
	await visit(page, `/en/scenes/network/${search(lines, 'end')}`);
	await expect(mark(page, 'container:c1')).toBeVisible();
	await expect(mark(page, 'container:c9')).toHaveCount(0);
	await mark(page, 'containers').click();
	await expect(mark(page, 'container:c9')).toBeVisible();
	await expect(mark(page, 'container:c1')).toHaveCount(0);
	await page.locator('svg.stage [data-key^="containers:0"]').first().click();
	await expect(mark(page, 'container:c1')).toBeVisible();
});
