/// <reference types="@sveltejs/kit" />
/// <reference lib="webworker" />
/**
 * After one visit everything works without a network. Each version keeps a whole copy of the site and serves from
 * nothing else; a new version is fetched beside it and takes over only when no page of the old one is open, so that
 * a running lecture keeps what it began with.
 */
import { base, build, files, prerendered, version } from '$service-worker';

const worker = globalThis as unknown as ServiceWorkerGlobalScope;
const NAME = `drydock-${version}`;
const PAGES = new Set(prerendered);
const everything = [...build, ...files, ...prerendered];

/** A few at a time: a page that is being read comes first. */
const AT_ONCE = 6;

async function keep(cache: Cache, paths: readonly string[]): Promise<void> {
	const left = [...paths];
	const work = async (): Promise<void> => {
		for (let path = left.shift(); path !== undefined; path = left.shift())
			await cache.add(new Request(path, { cache: 'reload' }));
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
}

worker.addEventListener('install', (event) => {
	event.waitUntil(caches.open(NAME).then((cache) => keep(cache, everything)));
});

worker.addEventListener('activate', (event) => {
	const old = async (): Promise<void> => {
		const names = await caches.keys();
		await Promise.all(
			names.filter((name) => name.startsWith('drydock-') && name !== NAME).map((name) => caches.delete(name)),
		);
	};
	event.waitUntil(old().then(() => worker.clients.claim()));
});

/** What the copy has under an address, whatever is asked behind the `?`. */
async function kept(pathname: string): Promise<Response | undefined> {
	const cache = await caches.open(NAME);
	const page = PAGES.has(pathname) ? pathname : `${pathname}/`;
	return (await cache.match(pathname)) ?? (await cache.match(page));
}

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
	if (!url.pathname.startsWith(`${base}/`)) return;
	event.respondWith(kept(url.pathname).then((found) => found ?? fetch(request)));
});
