import AxeBuilder from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';

const SITE = process.env.SITE ?? '';
const RUN = ['docker run -d --name web -p 8080:80 nginx', 'docker ps', 'docker stop web'];
/** A deck in a link: three stops, the last of them one moment. */
const DECK = `#deck=Lesson&minutes=40&${[
	['start', RUN.slice(0, 1), '&before=0&at=end&scene=network&note=say+this+first'],
	['look', RUN.slice(0, 2), '&before=1&at=end&scene=network&note=and+then+this'],
	['stop', RUN, '&before=2&at=end&scene=lifecycle'],
]
	.map(
		([title, run, rest]) =>
			`stop=${title as string}&run=${encodeURIComponent((run as string[]).join('\n'))}${rest as string}`,
	)
	.join('&')}`;

test.use({ reducedMotion: 'reduce', locale: 'en-GB' });

async function visit(context: BrowserContext, path: string): Promise<Page> {
	const page = await context.newPage();
	await page.goto(`${SITE}/en/lecture/${path}`);
	await expect(page.locator('[data-open]')).toBeVisible();
	return page;
}
const part = (page: Page, is: string): Promise<void> =>
	expect(page.locator('main')).toHaveAttribute('data-part', is);
const caption = (page: Page) => page.locator('.screen .caption');
const beat = (desk: Page, is: number): Promise<void> =>
	expect(desk.locator('.said .beat')).toHaveText(new RegExp(`^${is} /`));

/** Both windows, the audience's following. */
async function windows(context: BrowserContext): Promise<{ desk: Page; screen: Page }> {
	const desk = await visit(context, `desk/${DECK}`);
	const screen = await visit(context, 'screen/');
	await part(screen, 'follows');
	await expect(caption(screen)).toContainText('start');
	return { desk, screen };
}

test('two windows: step, freeze, push, by keys of either; reload either', async ({ context }) => {
	const { desk, screen } = await windows(context);
	await expect(caption(screen)).toContainText(RUN[0] ?? '');
	await desk.keyboard.press('PageDown');
	await beat(desk, 1);
	const first = await desk.locator('.said p').innerText();
	await expect(caption(screen)).toHaveText(first);
	await screen.keyboard.press('ArrowRight');
	await beat(desk, 2);
	const second = await desk.locator('.said p').innerText();
	await expect(caption(screen)).toHaveText(second);
	await desk.keyboard.press('PageUp');
	await expect(caption(screen)).toHaveText(first);

	await desk.keyboard.press('h');
	await expect(desk.getByText('frozen', { exact: false }).first()).toBeVisible();
	await desk.keyboard.press('PageDown');
	await desk.keyboard.press('PageDown');
	await beat(desk, 3);
	const third = await desk.locator('.said p').innerText();
	await screen.reload();
	await expect(caption(screen)).toHaveText(first);
	await desk.getByRole('button', { name: 'Push' }).first().click();
	await expect(caption(screen)).toHaveText(third);

	await desk.keyboard.press('h');
	await desk.keyboard.press('PageDown');
	await beat(desk, 4);
	await desk.getByRole('button', { name: 'Back to theirs' }).click();
	await beat(desk, 3);
	await expect(caption(screen)).toHaveText(third);

	await desk.keyboard.press('Shift+ArrowRight');
	await expect(caption(screen)).toContainText('look');
	await expect(desk.getByRole('region', { name: 'Speaker’s notes' }).last()).toContainText('and then this');
	await desk.reload();
	await expect(desk.locator('[data-open]')).toBeVisible();
	await expect(desk.locator('.said p')).toContainText('look');
	await screen.keyboard.press('PageDown');
	await expect(screen.locator('.printed')).toContainText('CONTAINER ID');
	await expect(desk.locator('h1')).toHaveText('Lesson');
});

test('the desk is gone, the clicker goes on; the desk comes back and takes over where it stands', async ({
	context,
}) => {
	const { desk, screen } = await windows(context);
	await desk.keyboard.press('PageDown');
	await beat(desk, 1);
	const cdp = await context.newCDPSession(desk);
	void cdp.send('Page.crash').catch(() => undefined);
	await expect
		.poll(
			() =>
				desk.isClosed() ||
				desk
					.evaluate(() => 0)
					.then(
						() => false,
						() => true,
					),
		)
		.toBe(true);
	const before = await caption(screen).innerText();
	await screen.keyboard.press('PageDown');
	await part(screen, 'leads');
	await expect(caption(screen)).not.toHaveText(before);
	const now = await caption(screen).innerText();
	const back = await visit(context, 'desk/');
	await part(screen, 'follows');
	await beat(back, 2);
	await expect(back.locator('.said p')).toHaveText(now);

	await screen.close();
	await back.keyboard.press('PageDown');
	await beat(back, 3);
	const again = await visit(context, 'screen/');
	await part(again, 'follows');
	await expect(caption(again)).toHaveText(await back.locator('.said p').innerText());
});

test('black, white, whole, pen, spotlight and what is chosen reach the audience', async ({ context }) => {
	const { desk, screen } = await windows(context);
	await desk.keyboard.press('.');
	await expect(screen.locator('.curtain.black')).toBeVisible();
	await desk.keyboard.press('PageDown');
	await expect(screen.locator('.curtain')).toHaveCount(0);
	await beat(desk, 0);
	await screen.keyboard.press('w');
	await expect(screen.locator('.curtain.white')).toBeVisible();
	await screen.keyboard.press('w');
	await expect(screen.locator('.curtain')).toHaveCount(0);

	await desk.keyboard.press('Shift+ArrowRight');
	await expect(caption(screen)).toContainText('look');
	const view = (): Promise<string | null> => screen.locator('svg.stage').getAttribute('viewBox');
	const close = await view();
	await desk.keyboard.press('a');
	await expect.poll(view).toMatch(/^0 0 /);
	await desk.keyboard.press('a');
	await expect.poll(view).toBe(close);
	await desk
		.locator('[data-key="container:web"]')
		.first()
		.click({ position: { x: 12, y: 12 } });
	await expect(screen.locator('[data-key="container:web"] .lit')).toHaveCount(1);
	await desk.keyboard.press('z');
	await expect.poll(view).not.toBe(close);
	await desk.keyboard.press('Escape');
	await expect.poll(view).toBe(close);

	const box = await desk.locator('.picture').boundingBox();
	if (!box) throw new Error('no picture');
	const [x, y] = [box.x + box.width * 0.7, box.y + box.height * 0.25];
	await desk.keyboard.press('d');
	await desk.mouse.move(x, y);
	await desk.mouse.down();
	await desk.mouse.move(x + 40, y + 20, { steps: 4 });
	await desk.mouse.up();
	await expect(screen.locator('path.ink')).toHaveCount(1);
	await desk.keyboard.press('e');
	await expect(screen.locator('path.ink')).toHaveCount(0);
	await desk.keyboard.press('l');
	await desk.mouse.move(x, y + 5);
	await expect(screen.locator('path.dark')).toHaveCount(1);
	await desk.keyboard.press('Escape');
	await expect(screen.locator('path.dark')).toHaveCount(0);
});

test('demo typing: any key types the next command, Enter runs it; a line of one’s own', async ({
	context,
}) => {
	const { desk, screen } = await windows(context);
	await desk.keyboard.press('Shift+ArrowRight');
	await expect(caption(screen)).toContainText('look');
	await desk.getByRole('button', { name: 'Demo typing' }).click();
	await desk.keyboard.type('qx;');
	await expect(screen.locator('.printed')).toHaveText(/^host\$ doc▌$/);
	await screen.keyboard.type('b.');
	await expect(screen.locator('.printed')).toHaveText(/^host\$ docke▌$/);
	await desk.keyboard.press('Backspace');
	await expect(screen.locator('.printed')).toHaveText(/^host\$ dock▌$/);
	await desk.keyboard.press('Enter');
	await expect(screen.locator('.printed')).toContainText('CONTAINER ID');
	await desk.keyboard.press('Escape');
	const prompt = desk.getByLabel('Command to type');
	await prompt.fill('docker images');
	await expect(screen.locator('.printed')).toHaveText(/docker images▌$/);
	await prompt.press('Enter');
	await expect(screen.locator('.printed')).toContainText('REPOSITORY');
	await expect(desk.getByRole('button', { name: 'Demo typing' })).toHaveAttribute('aria-pressed', 'false');
});

test('one display: the controls lie over the stage, every text of which can be read', async ({ page }) => {
	await page.setViewportSize({ width: 1280, height: 720 });
	await page.goto(`${SITE}/en/scenes/network/?run=${encodeURIComponent(RUN.join('\n'))}&at=3`);
	await expect(page.locator('[data-open]')).toBeVisible();
	await page.locator('h1').press('f');
	await page.waitForURL(/\/en\/lecture\/screen\/$/);
	await part(page, 'leads');
	await expect(caption(page)).not.toContainText('docker run');
	for (let step = 0; step < 6; step++) {
		await page.getByRole('button', { name: 'next', exact: true }).click();
		const sizes = await page.locator('svg.stage text').evaluateAll((texts) =>
			texts.map((text) => {
				const scale = (text as SVGTextElement).getScreenCTM()?.a ?? 0;
				return parseFloat(getComputedStyle(text).fontSize) * scale;
			}),
		);
		expect(Math.min(...sizes)).toBeGreaterThanOrEqual(17.95);
	}
	await page.keyboard.press('?');
	await expect(page.getByRole('dialog')).toContainText('PageDown');
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Notes, time and stops' }).click();
	await page.getByRole('navigation', { name: 'Stops' }).getByRole('button').nth(2).click();
	await expect(caption(page)).toContainText('docker stop web');
	await page.reload();
	await expect(caption(page)).toContainText('docker stop web');
});

test('a note opens as its deck', async ({ page }) => {
	await page.goto(`${SITE}/ko/notes/4-2-container-life-cycle/`, { waitUntil: 'networkidle' });
	await page.getByRole('link', { name: /^강의 모드/ }).click();
	await page.waitForURL(/\/ko\/lecture\/screen\/$/);
	await expect(caption(page)).toContainText('라이프사이클');
});

test('a stop that asks: hands are counted, the model answers', async ({ context }) => {
	const lines = ['docker run -d --name web nginx', 'docker run -d --name box --pid host busybox sleep 1000'];
	const run = encodeURIComponent(lines.join('\n'));
	const desk = await visit(
		context,
		`desk/#deck=Q&stop=ask&run=${run}&before=1&at=end&scene=namespaces&asks=yes`,
	);
	const screen = await visit(context, 'screen/');
	await part(screen, 'follows');
	const question = screen.locator('.question');
	const asked = desk.locator('.hand .question');
	const now = desk.locator('.said .beat');
	for (let step = 0; step < 40 && !(await asked.isVisible()); step++) {
		const before = await now.innerText();
		await desk.keyboard.press('PageDown');
		await expect.poll(async () => (await asked.isVisible()) || (await now.innerText()) !== before).toBe(true);
	}
	await expect(question).toBeVisible();
	await expect(question.locator('.right')).toHaveCount(0);
	await desk.keyboard.press('1');
	await expect(question.locator('.hands')).toHaveCount(1);
	await desk.keyboard.press('PageDown');
	await expect(question.locator('.right')).toHaveCount(1);
});

test('a deck is built, reordered, exported, imported, and carried in a link; a bad file takes nothing away', async ({
	page,
}, info) => {
	await page.goto(`${SITE}/en/lecture/`);
	await expect(page.locator('[data-open]')).toBeVisible();
	await page.getByRole('button', { name: 'New deck' }).click();
	await page.getByLabel('Name', { exact: true }).fill('My lesson');
	for (const line of ['docker ps', 'docker run -d --name web nginx']) {
		await page.getByLabel('Commands of my own').fill(line);
		await page.getByRole('button', { name: 'Add as a stop' }).click();
	}
	await page.getByText('How Docker works').click();
	await page
		.getByRole('button', { name: /^Add: / })
		.first()
		.click();
	const titles = page.locator('ol .title');
	await expect(titles).toHaveCount(3);
	const third = await titles.nth(2).innerText();
	await page.getByRole('button', { name: `Move “${third}” up` }).click();
	await expect(titles).toHaveText(['docker ps', third, 'docker run -d --name web nginx']);
	await expect(page.getByRole('button', { name: `Move “${third}” up` })).toBeFocused();
	await page.keyboard.press('Alt+ArrowUp');
	await expect(titles.first()).toHaveText(third);

	const saved = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Export a file' }).click();
	const file = await saved;
	expect(file.suggestedFilename()).toBe('My lesson.drydock.json');
	const path = info.outputPath('deck.json');
	await file.saveAs(path);
	const text = await readFile(path, 'utf8');
	expect(text).toContain('docker run -d --name web nginx');

	await page.reload();
	await expect(page.getByRole('heading', { name: 'My lesson' })).toBeVisible();
	const chooser = page.getByLabel('Import a file');
	await chooser.setInputFiles(path);
	await expect(page.getByRole('heading', { name: 'My lesson 2' })).toBeVisible();
	const bad = text.replace('"scene": "network"', '"scene": "netwrok"');
	await chooser.setInputFiles({ name: 'bad.json', mimeType: 'application/json', buffer: Buffer.from(bad) });
	await expect(page.getByRole('alert')).toContainText('the field scene is wrong. It says "netwrok".');
	await chooser.setInputFiles({
		name: 'worse.json',
		mimeType: 'application/json',
		buffer: Buffer.from('{\n]'),
	});
	await expect(page.getByRole('alert')).toContainText('line 2 is wrong');
	await expect(page.getByRole('heading', { level: 3, name: /^My lesson/ })).toHaveCount(2);

	await page.getByRole('button', { name: 'Copy link' }).first().click();
	const link = await page.locator('input.link').inputValue();
	expect(link).toContain('#deck');
	await page.evaluate(() => localStorage.clear());
	await page.goto('about:blank');
	await page.goto(link);
	await expect(page.getByRole('heading', { name: 'My lesson' })).toBeVisible();
	await expect(page.getByText('This deck came with the link.')).toBeVisible();
});

test('the pages of a lecture are accessible, silent, and ask nobody', async ({ context }) => {
	const faults: string[] = [];
	context.on('console', (message) => {
		if (!message.text().includes('blocked by Playwright')) faults.push(message.text());
	});
	context.on('request', (request) => {
		if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(SITE)) faults.push(request.url());
	});
	const { desk, screen } = await windows(context);
	await screen.close();
	const alone = await visit(context, '');
	for (const page of [desk, alone])
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			const { violations } = await new AxeBuilder({ page })
				.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
				.analyze();
			expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)).toEqual(
				[],
			);
		}
	await desk.close();
	const one = await visit(context, 'screen/');
	await part(one, 'leads');
	const { violations } = await new AxeBuilder({ page: one })
		.withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
		.analyze();
	expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)).toEqual([]);
	expect(faults).toEqual([]);
});
