// Which Chromium to drive: a given one, the system's, Playwright's own, and only then one that is fetched.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const PLACES = [
	'/usr/bin/chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Without a sandbox of its own where it runs as root, and without asking the network for anything. */
export const ARGS = [
	...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--font-render-hinting=none',
	'--disable-lcd-text',
	'--force-color-profile=srgb',
];

function onPath(name) {
	try {
		return execFileSync(process.platform === 'win32' ? 'where' : 'which', [name], { encoding: 'utf8' })
			.split('\n')[0]
			.trim();
	} catch {
		return undefined;
	}
}

async function playwrights() {
	const { chromium } = await import('@playwright/test');
	const path = chromium.executablePath();
	return existsSync(path) ? path : undefined;
}

const system = () => NAMES.map(onPath).find(Boolean) ?? PLACES.find((path) => existsSync(path));
const run = (command, args) => spawnSync(command, args, { stdio: 'inherit', shell: false }).status === 0;

function fromDebian() {
	const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
	const apt = (...args) => {
		const [command, ...rest] = [...sudo, 'apt-get', ...args];
		return run(command, rest);
	};
	return onPath('apt-get') && apt('update', '-q') && apt('install', '-yq', 'chromium', 'fonts-noto-cjk');
}

/** The path of a Chromium, which is fetched if there is none. */
export async function chromiumPath() {
	const given = process.env.CHROMIUM_PATH;
	if (given) return given;
	const found = system() ?? (await playwrights());
	if (found) return found;
	console.log('No Chromium here: asking Playwright for one.');
	if (run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'])) {
		const own = await playwrights();
		if (own) return own;
	}
	console.log('No Chromium from Playwright: asking Debian for one.');
	fromDebian();
	const last = system();
	if (!last) throw new Error('No Chromium was found or could be installed: set CHROMIUM_PATH.');
	return last;
}
