import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

const SITE = process.env.SITE ?? '';
const searchOf = (lines: readonly string[], more = ''): string =>
	`?run=${encodeURIComponent(lines.join('\n'))}&at=end${more}`;
const BOX = [
	'docker run -d --name box busybox sleep 1000',
	`docker exec box sh -c 'echo "guest:x:1000:1000::/:/bin/sh" >> /etc/passwd'`,
	'docker exec box rm /etc/group',
];

async function visit(page: Page, lang: string, search: string): Promise<void> {
	await page.goto(`${SITE}/${lang}/scenes/layers/${search}`);
	await expect(page.locator('[data-open]')).toBeVisible();
}
const mark = (page: Page, key: string) => page.locator(`[data-key="${key}"]`);
const panel = (page: Page) => page.locator('section.panel');
const button = (page: Page, name: string) =>
	panel(page).getByRole('button', { name, exact: name === 'Build' });
async function toEnd(page: Page): Promise<void> {
	await page.locator('svg.stage').click({ position: { x: 4, y: 4 } });
	await page.keyboard.press('End');
	await expect(page.locator('.beat')).toHaveText(/^(\d+) \/ \1$/);
}
/** Its run is there when the button is marked. */
async function play(page: Page, story: string): Promise<void> {
	await button(page, story).click();
	await expect(button(page, story)).toHaveAttribute('aria-current', 'true');
	await toEnd(page);
}
/** Builds what is in the editor; `times` it was then done in this run. */
async function build(page: Page, times: number): Promise<void> {
	await button(page, 'Build').click();
	await expect(
		page.getByRole('log').getByRole('button', { name: 'host$ docker build -t mine .' }),
	).toHaveCount(times);
	await toEnd(page);
}

test.use({ reducedMotion: 'reduce' });

test('a file that was chosen is told layer by layer, as docker diff and the host have it', async ({
	page,
}) => {
	await visit(page, 'en', searchOf(BOX, '&panel=files'));
	await expect(mark(page, 'file:box/upper/etc/passwd')).toContainText('C 221B');
	await expect(mark(page, 'file:box/upper/etc/group')).toContainText('D c 0 0');
	await mark(page, 'file:box/upper/etc/passwd').click();
	const rows = panel(page).locator('table tbody tr');
	await expect(rows).toHaveText([
		/seen in the container.*221B/s,
		/writable layer.*221B/s,
		/image layer.*192B/s,
	]);
	await expect(panel(page).locator('pre').first()).toHaveText('C /etc\nC /etc/passwd\nD /etc/group');
	const { violations } = await new AxeBuilder({ page }).include('section.panel').analyze();
	expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
});

test('a story is played from its button, and its address opens it again', async ({ page }) => {
	await visit(page, 'ko', '?panel=stories');
	await play(page, '볼륨');
	await expect(mark(page, 'volume:store')).toBeVisible();
	await expect(button(page, '볼륨')).toHaveAttribute('aria-current', 'true');
	await expect(page).toHaveURL(/run=.*store.*panel=stories/);
	await page.reload();
	await expect(page.locator('[data-open]')).toBeVisible();
	await expect(mark(page, 'volume:store')).toBeVisible();
	await expect(button(page, '볼륨')).toHaveAttribute('aria-current', 'true');
});

test('folded paths are opened by choosing their head, with the keyboard too', async ({ page }) => {
	const many = `docker exec box sh -c 'for i in $(seq 10 49); do echo $i > /etc/file$i; done'`;
	await visit(page, 'en', searchOf([BOX[0] ?? '', many]));
	await expect(mark(page, 'file:box/upper/etc/file10')).toHaveCount(0);
	await mark(page, 'path:etc/*').focus();
	await page.keyboard.press('Enter');
	await mark(page, 'path:etc/{file10…file15}').click();
	await expect(mark(page, 'file:box/upper/etc/file10')).toBeVisible();
});

test('a Dockerfile is written, built, changed and built again from the cache', async ({ page }) => {
	await visit(page, 'en', '?run=true&at=end&panel=build&face=build');
	await build(page, 1);
	await expect(mark(page, 'outcome:2')).toContainText('built');
	const editor = panel(page).getByRole('textbox');
	await editor.fill((await editor.inputValue()).replace('echo built', 'echo again'));
	await build(page, 2);
	await expect(mark(page, 'outcome:3')).toContainText('cached');
	await expect(mark(page, 'outcome:4')).toContainText('built');
	await expect(mark(page, 'image:mine')).toBeVisible();
});

test('a tag is moved by an attacker: what was signed is no longer what it leads to', async ({ page }) => {
	await visit(page, 'en', '?panel=ship&face=ship');
	await expect(panel(page)).toContainText('Run a story above');
	await play(page, 'A tag that was moved');
	await expect(mark(page, 'tag:app:1')).toBeVisible();
	await expect(panel(page)).toContainText('different, to be refused');
	const name = panel(page).getByLabel('Name of an image');
	await name.fill('ghcr.io/team/app');
	await expect(panel(page)).toContainText('ghcr.io/team/app:latest');
	await name.fill('App');
	await expect(panel(page)).toContainText('no capital letters');
	const { violations } = await new AxeBuilder({ page }).include('section.panel').analyze();
	expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
});

test('drivers and disks answer their sliders', async ({ page }) => {
	await visit(page, 'en', searchOf(BOX.slice(0, 1), '&panel=drivers'));
	const zfs = panel(page).locator('li', { hasText: 'zfs' }).first();
	await expect(zfs).toContainText('131kB');
	await panel(page).getByLabel('Appended to it').fill('3');
	await expect(zfs).toContainText('1.05MB');
	await page.getByRole('button', { name: 'Thin/thick' }).click();
	await expect(panel(page)).toContainText('Given from the pool: 30 of 100 GB');
	for (const number of [1, 2, 3]) await panel(page).getByLabel(`Written to disk ${number}`).fill('50');
	await expect(panel(page)).toContainText('the disks look empty, and the pool is full');
});
