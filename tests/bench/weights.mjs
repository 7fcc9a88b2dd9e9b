// What a page makes a browser fetch: its scripts before the model, its HTML, its styles and fonts. In bytes, gzipped.
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

export const BUILD = fileURLToPath(new URL('../../build', import.meta.url));
const gzipped = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

/** Modules that a module asks for at once, with those that these ask for. */
function withImports(file, seen) {
	if (seen.has(file)) return seen;
	seen.add(file);
	const text = readFileSync(file, 'utf8');
	for (const [, name] of text.matchAll(
		/(?:^|[;}\s])(?:import|export)\s*(?:[^'"()]*?from\s*)?["'](\.[^'"]+)["']/g,
	))
		withImports(normalize(join(dirname(file), name)), seen);
	return seen;
}

/** The script files a page names: preloaded, in a script element, or imported by its own first lines. */
function named(html, folder) {
	const found = [
		...html.matchAll(/<link[^>]+rel="modulepreload"[^>]+href="([^"]+)"/g),
		...html.matchAll(/<link[^>]+href="([^"]+)"[^>]+rel="modulepreload"/g),
		...html.matchAll(/<script[^>]+src="([^"]+)"/g),
		...html.matchAll(/import\("([^"]+)"\)/g),
	];
	return found.map(([, name]) => normalize(join(folder, name)));
}

/** @param {string} path of a page, such as `ko/scenes/network/` */
export function weights(path) {
	const folder = join(BUILD, path);
	const html = readFileSync(join(folder, 'index.html'), 'utf8');
	const scripts = new Set();
	for (const file of named(html, folder)) withImports(file, scripts);
	const styles = [...html.matchAll(/<link[^>]+href="([^"]+\.css)"/g)].map(([, name]) =>
		normalize(join(folder, name)),
	);
	const sum = (files) => [...files].reduce((total, file) => total + gzipped(file), 0);
	return {
		html: gzipSync(html, { level: 9 }).length,
		scripts: sum(scripts),
		files: scripts.size,
		styles: sum(new Set(styles)),
	};
}

const OUTPUT = fileURLToPath(new URL('../../.svelte-kit/output/client/', import.meta.url));

/** The files of the build that hold the host: what every session needs, and what is fetched with or after it. */
function hostFiles() {
	const manifest = JSON.parse(readFileSync(join(OUTPUT, '.vite/manifest.json'), 'utf8'));
	const core = Object.keys(manifest).find((key) => manifest[key].name === 'host');
	const late = Object.keys(manifest).filter((key) => /^src\/host\//.test(key));
	const keys = new Set([core, ...late]);
	const isModel = (key) => manifest[key].src === 'src/explore/model.ts';
	for (const key of keys) for (const next of manifest[key].imports ?? []) if (!isModel(next)) keys.add(next);
	return new Set([...keys].map((key) => manifest[key].file));
}

/** How much of the host is among these scripts, which the browser fetched for a page. */
export function hostWeight(urls) {
	const files = hostFiles();
	const own = new Set(urls.map((url) => new URL(url).pathname.replace(/^.*(?=_app\/)/, '')));
	return [...own]
		.filter((file) => files.has(file))
		.reduce((total, file) => total + gzipped(join(BUILD, file)), 0);
}

export const SCENES = ['namespaces', 'cgroups', 'network', 'layers', 'lifecycle'];
export const PAGES = [
	'ko/',
	'ko/model/',
	'ko/notes/2-3-how-docker-works/',
	'ko/notes/4-2-container-life-cycle/',
	...SCENES.map((scene) => `ko/scenes/${scene}/`),
	'en/scenes/network/',
	'ko/lecture/',
	'ko/lecture/desk/',
	'ko/lecture/screen/',
];
