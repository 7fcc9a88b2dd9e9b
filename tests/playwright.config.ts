import { defineConfig } from '@playwright/test';
import { ARGS, chromiumPath } from './chromium.mjs';

export default defineConfig({
	testDir: 'browser',
	outputDir: '../test-results/browser',
	fullyParallel: true,
	workers: 2,
	timeout: 60_000,
	expect: { timeout: 10_000 },
	forbidOnly: !!process.env.CI,
	reporter: [['list'], ['json', { outputFile: '../test-results/browser.json' }]],
	globalSetup: './site.mjs',
	use: {
		// Only the test of it works with a copy of the site kept in the browser.
		serviceWorkers: 'block',
		viewport: { width: 1280, height: 800 },
		locale: 'ko-KR',
		timezoneId: 'Asia/Seoul',
		colorScheme: 'light',
		launchOptions: { executablePath: await chromiumPath(), args: ARGS },
	},
});
