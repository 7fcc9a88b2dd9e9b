// npm test: sets up what is missing, then checks everything. The last line is `N passed, N failed`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { node, ROOT, setUp } from './setUp.mjs';

const RESULTS = `${ROOT}test-results`;
const BIN = {
	prettier: 'node_modules/prettier/bin/prettier.cjs',
	eslint: 'node_modules/eslint/bin/eslint.js',
	kit: 'node_modules/@sveltejs/kit/svelte-kit.js',
	check: 'node_modules/svelte-check/bin/svelte-check',
	vitest: 'node_modules/vitest/vitest.mjs',
	vite: 'node_modules/vite/bin/vite.js',
	playwright: 'node_modules/@playwright/test/cli.js',
};

let passed = 0;
let failed = 0;

function count(name, isPassed) {
	if (isPassed) passed++;
	else failed++;
	console.log(`${isPassed ? '✓' : '✗'} ${name}`);
}

/** One check that passes or fails as a whole. */
async function check(name, ...command) {
	console.log(`\n— ${name}`);
	const isPassed = (await node(...command)) === 0;
	count(name, isPassed);
	return isPassed;
}

const report = (name) => {
	try {
		return JSON.parse(readFileSync(`${RESULTS}/${name}.json`, 'utf8'));
	} catch {
		return undefined;
	}
};

/** Many checks that are counted one by one; a run that ends badly without a failed one counts as one. */
async function checks(name, counted, ...command) {
	console.log(`\n— ${name}`);
	const isPassed = (await node(...command)) === 0;
	const found = counted(report(name));
	passed += found.passed;
	failed += found.failed;
	if (!isPassed && found.failed === 0) count(`${name} ended badly`, false);
	if (found.passed + found.failed === 0) count(`${name} ran nothing`, false);
}

const units = (found) => ({ passed: found?.numPassedTests ?? 0, failed: found?.numFailedTests ?? 0 });
const journeys = (found) => ({
	passed: (found?.stats?.expected ?? 0) + (found?.stats?.flaky ?? 0),
	failed: found?.stats?.unexpected ?? 0,
});

await setUp();
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

await node(BIN.kit, 'sync');
await check('format', BIN.prettier, '--check', '--log-level', 'warn', '.');
await check('lint', BIN.eslint, '-c', 'tests/eslint.config.js', '--max-warnings', '0', '.');
await check('types', BIN.check, '--tsconfig', 'src/tsconfig.json', '--fail-on-warnings');
await checks(
	'units',
	units,
	BIN.vitest,
	'run',
	'--reporter=default',
	'--reporter=json',
	'--outputFile.json=test-results/units.json',
);
if (await check('build', BIN.vite, 'build'))
	await checks('browser', journeys, BIN.playwright, 'test', '-c', 'tests/playwright.config.ts');

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
