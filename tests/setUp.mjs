// What has to be there before anything else: the packages, once, and SvelteKit's generated files.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const STAMP = `${ROOT}node_modules/.installed`;
const OLDEST = [20, 19];

/** Runs a command of the project, its output going to the terminal; answers its exit code. */
export function run(command, args, options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd: ROOT,
			stdio: 'inherit',
			shell: process.platform === 'win32',
			...options,
		});
		child.on('error', reject);
		child.on('exit', (code) => resolve(code ?? 1));
	});
}

export const node = (script, ...args) => run(process.execPath, [script, ...args]);
const npm = (...args) => run('npm', args);

/** Vite as installed here; ends the process where it fails. */
export async function vite(...args) {
	const code = await node('node_modules/vite/bin/vite.js', ...args);
	if (code !== 0) process.exit(code);
}

const wanted = () =>
	createHash('sha256')
		.update(readFileSync(`${ROOT}package-lock.json`))
		.digest('hex');
const installed = () => (existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : '');

function checkNode() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
	console.error(`Node ${OLDEST.join('.')} or newer is needed; this is ${process.versions.node}.`);
	process.exit(1);
}

/** Installs the packages unless those of this lock file are there. */
export async function setUp() {
	checkNode();
	if (installed() === wanted()) return;
	console.log('Installing packages…');
	const code = await npm('ci', '--no-audit', '--no-fund');
	if (code !== 0) process.exit(code);
	writeFileSync(STAMP, wanted());
}
