import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

const SITE = process.env.SITE ?? '';
const NOTES = ['2-3-how-docker-works', '4-2-container-life-cycle'];
const SCENES = ['namespaces', 'cgroups', 'network', 'layers', 'lifecycle'];
/** The page that says what the model is: it has no picture. */
const MODEL = 'model/';
const PICTURES = ['', ...NOTES.map((slug) => `notes/${slug}/`), ...SCENES.map((scene) => `scenes/${scene}/`)];
const PATHS = [...PICTURES, MODEL];

/** What Playwright itself says where the copy kept for offline is switched off. */
const NO_WORKER = 'Service Worker registration blocked by Playwright';

/** What a page must never do: speak to the console, or to another machine. */
function watch(page: Page): string[] {
	const faults: string[] = [];
	page.on('console', (message) => {
		if (message.text() !== NO_WORKER) faults.push(`console ${message.type()}: ${message.text()}`);
	});
	page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
	page.on('request', (request) => {
		if (!request.url().startsWith(SITE) && !/^(?:data|blob):/.test(request.url()))
			faults.push(`request: ${request.url()}`);
	});
	page.on('response', (response) => {
		if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
	});
	return faults;
}

/** What is out of sight is not laid out until it is near; asked for its place all the same, it would give a wrong one. */
const layAllOut = (): void => {
	for (const part of document.querySelectorAll<HTMLElement>('.part, section'))
		part.style.contentVisibility = 'visible';
};

for (const lang of ['ko', 'en'])
	for (const path of PATHS)
		test(`/${lang}/${path} is accessible in both themes, silent, and asks nobody`, async ({ page }) => {
			const faults = watch(page);
			for (const colorScheme of ['light', 'dark'] as const) {
				await page.emulateMedia({ colorScheme });
				await page.goto(`${SITE}/${lang}/${path}`, { waitUntil: 'networkidle' });
				await expect(page.locator(path === MODEL ? 'article' : 'svg.stage').first()).toBeVisible();
				await page.evaluate(layAllOut);
				const { violations } = await new AxeBuilder({ page })
					.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
					.analyze();
				const said = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
				expect(said).toEqual([]);
			}
			await expect(page.locator('html')).toHaveAttribute('lang', lang);
			expect(faults).toEqual([]);
		});

test('/ goes to the reader’s language', async ({ browser }) => {
	for (const [locale, lang] of [
		['ko-KR', 'ko'],
		['en-GB', 'en'],
		['fr-FR', 'ko'],
	]) {
		const context = await browser.newContext({ locale: locale ?? '' });
		const page = await context.newPage();
		await page.goto(`${SITE}/`);
		await page.waitForURL(`${SITE}/${lang}/`);
		await context.close();
	}
});

test('the first picture and the note are in the page without a script', async ({ browser }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	for (const path of PICTURES) {
		await page.goto(`${SITE}/ko/${path}`);
		expect(await page.locator('svg.stage [data-key]').count(), path).toBeGreaterThan(3);
	}
	await page.goto(`${SITE}/ko/notes/${NOTES[0]}/`);
	await expect(page.locator('h1')).toBeVisible();
	expect((await page.locator('article').innerText()).length).toBeGreaterThan(2000);
	await page.goto(`${SITE}/`);
	await expect(page.getByRole('link', { name: '한국어로 보기' })).toBeVisible();
	await context.close();
});

test('a page that stands still asks for no frame', async ({ page }) => {
	await page.addInitScript(() => {
		const real = globalThis.requestAnimationFrame;
		(globalThis as { asked?: number }).asked = 0;
		globalThis.requestAnimationFrame = (callback) => {
			(globalThis as { asked?: number }).asked = ((globalThis as { asked?: number }).asked ?? 0) + 1;
			return real(callback);
		};
	});
	await page.goto(`${SITE}/ko/scenes/network/`, { waitUntil: 'networkidle' });
	await page.keyboard.press('ArrowRight');
	await expect(page.locator('.beat')).toHaveText(/^1 \//);
	await page.waitForTimeout(1500);
	const asked = () => page.evaluate(() => (globalThis as { asked?: number }).asked);
	const before = await asked();
	await page.waitForTimeout(1500);
	expect(await asked()).toBe(before);
	expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

for (const path of PATHS)
	test(`/ko/${path} on a phone: nothing wider than the glass, nothing too small to press`, async ({
		browser,
	}) => {
		const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
		const page = await context.newPage();
		await page.goto(`${SITE}/ko/${path}`, { waitUntil: 'networkidle' });
		expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
		const small = await page.locator('button:visible, select:visible').evaluateAll((all) =>
			all
				.map((each) => ({ name: each.outerHTML.slice(0, 80), box: each.getBoundingClientRect() }))
				.filter(({ box }) => box.height < 24 || box.width < 24)
				.map(({ name }) => name),
		);
		expect(small).toEqual([]);
		await context.close();
	});

test('every scene leads to what the model is, by keyboard, in both languages', async ({ page }) => {
	for (const [lang, name] of [
		['ko', '이 모델에 대해'],
		['en', 'About this model'],
	] as const)
		for (const scene of SCENES) {
			await page.goto(`${SITE}/${lang}/scenes/${scene}/`, { waitUntil: 'networkidle' });
			await page.getByRole('link', { name }).focus();
			await page.keyboard.press('Enter');
			await page.waitForURL(`${SITE}/${lang}/${MODEL}`);
			await expect(page.locator('h1')).toHaveText(name);
			await expect(page.locator('article td')).toHaveText([
				/./,
				/^[\d,]+$/,
				/^[\d,]+$/,
				/./,
				/^[\d,]+$/,
				/^[\d,]+$/,
			]);
		}
});
