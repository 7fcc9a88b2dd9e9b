import { expect, test, type Page } from '@playwright/test';

const SITE = process.env.SITE ?? '';
const SCENES = ['namespaces', 'cgroups', 'network', 'layers', 'lifecycle'];
const RUN = [
	'docker run -d --name web -p 8080:80 nginx',
	'outside$ curl http://203.0.113.10:8080/',
	'docker stop web',
];
const search = (lines: readonly string[], at: string | number): string =>
	`?run=${encodeURIComponent(lines.join('\n'))}&at=${at}`;

const beatOf = async (page: Page): Promise<[number, number]> => {
	const [beat, total] = (await page.locator('.beat').innerText()).split('/').map(Number);
	return [beat ?? 0, total ?? 0];
};
/** What is drawn, whatever the order in which it came to be. */
const picture = (page: Page): Promise<string> =>
	page.locator('svg.stage').evaluate((stage) => {
		const said = (element: Element): string => {
			const attributes = [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort();
			const inside = [...element.childNodes].map((child) =>
				child instanceof Element
					? said(child)
					: child.nodeType === Node.TEXT_NODE
						? (child.nodeValue ?? '').trim()
						: '',
			);
			return `<${element.tagName} ${attributes.join(' ')}>${inside.join('')}`;
		};
		return said(stage).replace(/ tabindex=-?\d/g, '');
	});
const caption = (page: Page): Promise<string> => page.locator('.sentence').first().innerText();
const atBeat = (page: Page, beat: number): Promise<void> =>
	expect(page.locator('.beat')).toHaveText(new RegExp(`^${beat} /`));
const isResting = (page: Page): Promise<void> =>
	expect(page.getByRole('button', { name: /^(재생|Play)$/ })).toBeVisible();

/** Goes to a page and waits until its keys and buttons work. */
async function visit(page: Page, path: string): Promise<void> {
	await page.goto(`${SITE}${path}`);
	await expect(page.locator('[data-open]')).toBeVisible();
}

test.use({ reducedMotion: 'reduce' });

test('a reader opens a note, runs its fence, and goes to the end and back in each picture', async ({
	page,
}) => {
	await page.goto(`${SITE}/ko/`);
	await page.getByRole('link', { name: /Docker의 동작 구조/ }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Docker의 동작 구조');
	await page.locator('.fence .run').first().click();
	await expect(page.locator('.beat')).not.toHaveText(/\/ 0$/);
	for (const name of ['네임스페이스', 'cgroup', '네트워크', '레이어', '라이프사이클']) {
		await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
		await page.keyboard.press('End');
		const [end, total] = await beatOf(page);
		expect(end).toBe(total);
		expect(total).toBeGreaterThan(10);
		const last = await picture(page);
		await page.keyboard.press('Home');
		await atBeat(page, 0);
		expect(await picture(page)).not.toBe(last);
		await page.keyboard.press('End');
		expect(await picture(page)).toBe(last);
	}
	expect(page.url()).toContain('/notes/');
});

test('the same moment in English, and in another picture', async ({ page }) => {
	await visit(page, `/ko/scenes/network/${search(RUN, 12)}`);
	await atBeat(page, 12);
	const [, total] = await beatOf(page);
	const korean = await caption(page);
	await page.getByRole('link', { name: 'English' }).click();
	await expect(page).toHaveURL(/\/en\/scenes\/network\//);
	await atBeat(page, 12);
	expect((await beatOf(page))[1]).toBe(total);
	expect(await caption(page)).not.toBe(korean);
	for (const scene of SCENES) {
		await page.locator(`header nav a[href*="/scenes/${scene}/"]`).click();
		await expect(page).toHaveURL(new RegExp(`/en/scenes/${scene}/`));
		await atBeat(page, 12);
	}
	await page.reload();
	await atBeat(page, 12);
});

test('an address opens exactly its moment', async ({ page }) => {
	await visit(page, `/ko/scenes/network/${search(RUN, 'end')}`);
	await expect(page.locator('.beat')).toHaveText(/^(\d+) \/ \1$/);
	await expect(page.getByRole('log')).toContainText('Welcome to nginx!');
	await visit(page, `/ko/scenes/network/${search(RUN, 0)}`);
	await atBeat(page, 0);
	const [, total] = await beatOf(page);
	await visit(page, `/ko/scenes/network/${search(RUN, 9999)}`);
	await atBeat(page, total);
	await expect(page.getByRole('alert')).toContainText('9999');
	await visit(page, `/ko/scenes/network/${search(RUN, 'soon')}`);
	await atBeat(page, 0);
	await expect(page.getByRole('alert')).toContainText('soon');
});

test('a bad line shows what the shell said, and stops there', async ({ page }) => {
	await page.goto(
		`${SITE}/en/scenes/network/${search(['docker ps', 'dokcer ps', 'docker run nginx'], 'end')}`,
	);
	await expect(page.getByRole('log')).toContainText('dokcer: command not found');
	await expect(page.getByRole('log')).not.toContainText('docker run nginx');
	await expect(page.getByRole('alert')).toContainText('1 more');
});

test('keys: by beat, by command, both ends, play', async ({ page }) => {
	await visit(page, `/ko/scenes/network/${search(RUN, 0)}`);
	await atBeat(page, 0);
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowRight');
	await atBeat(page, 2);
	await page.keyboard.press('ArrowLeft');
	await atBeat(page, 1);
	await page.keyboard.press('Shift+ArrowRight');
	const [first] = await beatOf(page);
	expect(first).toBeGreaterThan(2);
	await page.keyboard.press('Shift+ArrowRight');
	expect((await beatOf(page))[0]).toBeGreaterThan(first);
	await page.keyboard.press('Shift+ArrowLeft');
	await atBeat(page, first);
	await page.keyboard.press('End');
	expect((await beatOf(page))[0]).toBe((await beatOf(page))[1]);
	await page.keyboard.press('Home');
	await page.keyboard.press(' ');
	await expect(page.getByRole('button', { name: '멈춤' })).toBeVisible();
	await page.keyboard.press(' ');
	await isResting(page);
});

test('buttons, speed and a hand on the scrubber', async ({ page }) => {
	await visit(page, `/ko/scenes/network/${search(RUN, 0)}`);
	await atBeat(page, 0);
	await page.getByRole('button', { name: '한 걸음 앞으로' }).click();
	await atBeat(page, 1);
	await page.getByRole('button', { name: '한 걸음 뒤로' }).click();
	await atBeat(page, 0);
	await page.getByLabel('빠르기').selectOption('4');
	await page.getByRole('button', { name: '재생' }).click();
	await expect(page.locator('.beat')).not.toHaveText(/^0 /);
	const scrubber = page.getByRole('slider');
	const box = await scrubber.boundingBox();
	if (!box) throw new Error('no scrubber');
	await page.mouse.click(box.x + box.width - 4, box.y + 30);
	const [end, total] = await beatOf(page);
	expect(end).toBe(total);
	await page.mouse.click(box.x + 2, box.y + 30);
	await atBeat(page, 0);
});

test('going back shows what was there, beat by beat', async ({ page }) => {
	await visit(page, `/ko/scenes/lifecycle/`);
	const forward: string[] = [];
	for (let beat = 1; beat <= 8; beat++) {
		await page.keyboard.press('ArrowRight');
		await atBeat(page, beat);
		forward.push(await picture(page));
	}
	for (let beat = 7; beat >= 1; beat--) {
		await page.keyboard.press('ArrowLeft');
		await atBeat(page, beat);
		expect(await picture(page)).toBe(forward[beat - 1]);
	}
});

test('what a reader types runs on the same host', async ({ page }) => {
	await visit(page, `/ko/scenes/lifecycle/${search(['docker run -d --name web nginx'], 'end')}`);
	await page.getByRole('button', { name: '터미널' }).click();
	const prompt = page.getByLabel('명령', { exact: true });
	await expect(prompt).toBeFocused();
	await prompt.fill('docker ps');
	await prompt.press('Enter');
	await expect(page.getByRole('log')).toContainText('CONTAINER ID');
	await prompt.fill('dokcer');
	await prompt.press('Enter');
	await expect(page.getByRole('log')).toContainText('command not found');
	await prompt.fill('docker rm -f web');
	await prompt.press('Enter');
	await expect(page.getByRole('log')).toContainText('docker rm -f web');
	await prompt.press('ArrowUp');
	await expect(prompt).toHaveValue('docker rm -f web');
	await page.getByLabel('명령을 칠 곳').selectOption('outside');
	await prompt.fill('curl http://203.0.113.10:8080/');
	await prompt.press('Enter');
	await expect(page.getByRole('log')).toContainText('outside$');
});

test('Enter that ends a Hangul syllable does not send the line', async ({ page }) => {
	await visit(page, `/ko/scenes/lifecycle/`);
	await page.getByRole('button', { name: '터미널' }).click();
	const session = await page.context().newCDPSession(page);
	await session.send('Input.imeSetComposition', { text: '도커', selectionStart: 2, selectionEnd: 2 });
	await expect(page.getByRole('log')).toContainText('docker rm web');
	const before = await page.getByRole('log').innerText();
	await page
		.getByLabel('명령', { exact: true })
		.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
	expect(await page.getByRole('log').innerText()).toBe(before);
	await session.send('Input.insertText', { text: '도커' });
	await expect(page.getByLabel('명령', { exact: true })).toHaveValue('도커');
	await page.getByLabel('명령', { exact: true }).press('Enter');
	await expect(page.getByRole('log')).toContainText('도커');
});

test('a sentence lights its part of the picture, and the picture finds its sentence', async ({ page }) => {
	await visit(page, `/ko/notes/2-3-how-docker-works/`);
	await page.locator('.fence .run').first().click();
	await expect(page.locator('.beat')).not.toHaveText(/^0 /);
	await page.keyboard.press('End');
	await expect(page.locator('svg.stage [data-key="container:web"]')).toBeVisible();
	const tie = page.locator('.tie[data-keys="link:docker0"]').first();
	await tie.scrollIntoViewIfNeeded();
	await page.waitForTimeout(300);
	await tie.hover();
	await expect(page.locator('svg.stage [data-key="link:docker0"] .lit')).toHaveCount(1);
	await page.mouse.move(0, 0);
	await expect(page.locator('svg.stage .lit')).toHaveCount(0);
	await tie.focus();
	await expect(page.locator('svg.stage [data-key="link:docker0"] .lit')).toHaveCount(1);
	await page.locator('svg.stage [data-key="container:web"]').click({ position: { x: 12, y: 12 } });
	const sentence = page.locator('.sentence.chosen').first();
	await expect(sentence).toHaveAttribute('data-keys', /container:web/);
	await expect(sentence).toBeInViewport();
});

test('from the home page one press makes something run', async ({ page }) => {
	await visit(page, '/ko/');
	await atBeat(page, 0);
	await page.getByRole('button', { name: '실행해 보기' }).click();
	await expect(page.locator('.beat')).not.toHaveText(/^0 /);
	await page.goto(`${SITE}/ko/`);
	await page.getByRole('link', { name: /^cgroup 누가/ }).click();
	await expect(page).toHaveURL(/scenes\/cgroups\/\?run=/);
	await expect(page.locator('.beat')).not.toHaveText(/^0 /);
});

test('touch: the buttons, and the picture under a finger', async ({ browser }) => {
	const context = await browser.newContext({
		viewport: { width: 390, height: 844 },
		hasTouch: true,
		isMobile: true,
	});
	const page = await context.newPage();
	await visit(page, `/ko/scenes/network/`);
	await page.getByRole('button', { name: '한 걸음 앞으로' }).tap();
	await atBeat(page, 1);
	const sizes = await page
		.locator('svg.stage text')
		.evaluateAll((texts) =>
			texts.map(
				(text) =>
					parseFloat(getComputedStyle(text).fontSize) * ((text as SVGTextElement).getScreenCTM()?.a ?? 1),
			),
		);
	expect(Math.min(...sizes)).toBeGreaterThanOrEqual(10.9);
	await context.close();
});

test('the theme is kept', async ({ page }) => {
	await visit(page, '/ko/scenes/network/');
	await page.getByLabel('화면 색').selectOption('projector');
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'projector');
	await page.reload();
	await expect(page.locator('[data-open]')).toBeVisible();
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'projector');
	await page.getByLabel('화면 색').selectOption('system');
	await expect(page.locator('html')).not.toHaveAttribute('data-theme');
});
