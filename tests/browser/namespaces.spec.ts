import { expect, test, type Page } from '@playwright/test';

const SITE = process.env.SITE ?? '';
const search = (lines: readonly string[], at: string | number, more = ''): string =>
	`?run=${encodeURIComponent(lines.join('\n'))}&at=${at}${more}`;
const RUN = [
	'docker run -d --name web nginx',
	'docker run -d --name near --network container:web busybox sleep 99',
];

/** Goes to a page and waits until its keys and buttons work. */
async function visit(page: Page, path: string): Promise<void> {
	await page.goto(`${SITE}${path}`);
	await expect(page.locator('[data-open]')).toBeVisible();
}
const beat = async (page: Page): Promise<number> =>
	Number((await page.locator('.beat').innerText()).split('/')[0]);
const mark = (page: Page, key: string) => page.locator(`svg.stage g[data-key="${key}"]`);

test.use({ reducedMotion: 'reduce' });

test('predict: a step waits for an answer, says whether it held, and never asks on the way back', async ({
	page,
}) => {
	await visit(page, `/en/scenes/namespaces/${search(RUN, 0)}`);
	const toggle = page.getByRole('button', { name: 'Predict' });
	await toggle.click();
	await expect(toggle).toHaveAttribute('aria-pressed', 'true');
	await page.keyboard.press('Shift+ArrowRight');
	const question = page.getByRole('group', { name: 'Predict' });
	await expect(question).toContainText("which of web's eight cells");
	const before = await beat(page);
	await question.getByRole('button', { name: 'mnt uts ipc pid net cgroup' }).click();
	await expect(page.locator('.verdict')).toContainText('Right');
	expect(await beat(page)).toBe(before + 1);
	await page.keyboard.press('Shift+ArrowRight');
	await expect(question).toContainText('Which PID will the new process have inside?');
	await page.keyboard.press('2');
	await expect(page.locator('.verdict')).toContainText('The model shows: 1');
	await page.keyboard.press('Home');
	await expect(question).toBeHidden();
	expect(await beat(page)).toBe(0);
	await page.keyboard.press('Shift+ArrowRight');
	await question.getByRole('button', { name: 'Skip' }).click();
	await expect(page.locator('.verdict')).toBeHidden();
	expect(await beat(page)).toBe(before + 1);
	await toggle.click();
	await page.keyboard.press('End');
	await expect(question).toBeHidden();
});

test('choosing a cell joins its equals, choosing it again lets them go', async ({ page }) => {
	await visit(page, `/ko/scenes/namespaces/${search(RUN, 'end')}`);
	const joins = page.locator('svg.stage g[data-key^="join:"]');
	await expect(joins).toHaveCount(0);
	await mark(page, 'ns:net/web').click();
	await expect(joins).not.toHaveCount(0);
	await expect(mark(page, 'legend')).toContainText(/\/proc\/\d+\/ns\/net → net:\[\d+\]/);
	await mark(page, 'ns:net/web').click();
	await expect(joins).toHaveCount(0);
});

test('a container by hand, step by step, beside what docker run did', async ({ page }) => {
	await visit(page, '/en/scenes/namespaces/?panel=byHand');
	const panel = page.getByRole('region', { name: 'By hand' });
	const step = (number: number) => panel.getByRole('button', { name: `Run step ${number}`, exact: true });
	await step(3).click();
	await expect(panel.getByRole('button', { name: 'Again up to step 3' })).toBeVisible();
	await page.keyboard.press('End');
	await expect(mark(page, 'hand:7')).toBeVisible();
	await step(9).click();
	await expect(page.getByRole('log')).toContainText('1 packets received');
	await page.keyboard.press('End');
	await expect(mark(page, 'world:hand:7/uts')).toContainText('hand');
	await expect(mark(page, 'world:hand:7/mnt')).toContainText('overlay');
	await expect(panel).toContainText('pivot_root: this namespace gets another root');
});

test('a choice of namespaces makes the line, and the cells follow', async ({ page }) => {
	await visit(page, '/en/scenes/namespaces/?panel=choices');
	const panel = page.getByRole('region', { name: 'Options' });
	const flag = (name: string) => panel.getByRole('group', { name: new RegExp(`^${name}`) });
	await flag('--pid').getByText('container:web').click();
	await flag('--uts').getByText('host', { exact: true }).click();
	await expect(panel.locator('pre')).toContainText('--pid container:web --uts host busybox');
	await panel.getByRole('button', { name: 'Run', exact: true }).click();
	await expect(panel.getByRole('row', { name: /^pid/ })).toContainText("web's");
	await expect(panel.getByRole('row', { name: /^uts/ })).toContainText("the host's");
	await expect(panel.getByRole('row', { name: /^net/ })).toContainText('its own');
	await page.keyboard.press('End');
	await expect(page).toHaveURL(/--pid/);
});

test('user numbers as rulers, and the way out of a chroot', async ({ page }) => {
	await visit(page, '/en/scenes/namespaces/?panel=users&face=users');
	await page.getByRole('region', { name: 'uid' }).getByRole('button', { name: 'Run' }).last().click();
	await page.keyboard.press('End');
	await expect(page.getByRole('row', { name: /100000/ })).toContainText('65536');
	await expect(mark(page, 'number:100000')).toBeVisible();
	await visit(page, '/en/scenes/namespaces/?panel=history');
	const history = page.getByRole('region', { name: 'History' });
	await history.getByRole('button', { name: 'Run' }).first().click();
	await expect(history.locator('.printed').last()).toContainText('boot');
	await history.getByRole('button', { name: 'Run' }).last().click();
	await expect(async () => {
		const printed = await history.locator('.printed').allInnerTexts();
		expect(printed.length).toBeGreaterThan(0);
		expect(printed.join()).not.toContain('boot');
	}).toPass();
});
