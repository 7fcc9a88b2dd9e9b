import { expect, test, type Page } from '@playwright/test';

const SITE = process.env.SITE ?? '';

async function visit(page: Page, path: string): Promise<void> {
	await page.goto(`${SITE}${path}`);
	await expect(page.locator('[data-open]')).toBeVisible();
}

test.use({ reducedMotion: 'reduce' });

test('a switch puts its line into the run, and the panel says how the journey ends', async ({ page }) => {
	await visit(page, '/en/scenes/network/?panel=whatif');
	const panel = page.locator('.panel');
	await panel.getByRole('combobox').selectOption('published');
	await expect(panel.locator('.verdict')).toContainText('Nothing is changed yet');
	const forwarding = panel.getByRole('button', { name: /Turn IP forwarding off/ });
	await forwarding.click();
	await expect(forwarding).toHaveAttribute('aria-pressed', 'true');
	await expect(panel.locator('.verdict')).toContainText('What succeeded now fails', { timeout: 30_000 });
	await expect(page.getByRole('log')).toContainText('sysctl -w net.ipv4.ip_forward=0');
	await panel
		.getByRole('button', { name: /^See beat/ })
		.last()
		.click();
	await expect(page.locator('.sentence').first()).toContainText('forwarding');
	await forwarding.click();
	await expect(panel.locator('.verdict')).toContainText('Nothing is changed yet');
});

test('a story of names shows who was asked, on its own face', async ({ page }) => {
	await visit(page, '/ko/scenes/network/?panel=names');
	await page
		.locator('.panel')
		.getByRole('button', { name: /--link/ })
		.click();
	await expect(page.locator('.panel [aria-current]')).toHaveCount(1);
	await page.keyboard.press('End');
	await expect(page.locator('[data-key="table:hosts"]')).toBeVisible();
	await expect(page.locator('[data-key="asker"]')).toContainText('172.17.0.2');
});

test('NAPT: two equal ports become two', async ({ page }) => {
	await visit(page, '/en/scenes/network/?panel=nat');
	await page.getByRole('button', { name: /Run NAPT/ }).click();
	await expect(page.locator('.panel section.shown')).toHaveCount(1);
	await page.keyboard.press('End');
	await expect(page.locator('.panel .shown table')).toContainText('203.0.113.10:40000');
	await expect(page.locator('.panel .shown td.port')).toHaveText('203.0.113.10:40001');
	// The two other ways stand beside it, with what they map.
	await expect(page.locator('.panel section:not(.shown) table')).toContainText([
		/203\.0\.113\.11:80/,
		/172\.17\.0\.2:80/,
	]);
});
