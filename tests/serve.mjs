// Serves the built site the way any plain static server would.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILD = fileURLToPath(new URL('../build', import.meta.url));
const KINDS = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.json': 'application/json',
	'.svg': 'image/svg+xml',
	'.woff2': 'font/woff2',
};

async function fileFor(path) {
	const file = join(BUILD, normalize(decodeURIComponent(path)));
	if (!file.startsWith(BUILD)) return undefined;
	const found = await stat(file).catch(() => undefined);
	if (found?.isDirectory()) return path.endsWith('/') ? fileFor(`${path}index.html`) : 'folder';
	return found ? file : undefined;
}

async function answer(request, response) {
	const url = new URL(request.url ?? '/', 'http://site');
	const file = await fileFor(url.pathname);
	if (file === 'folder') {
		response.writeHead(301, { location: `${url.pathname}/${url.search}` }).end();
	} else if (file) {
		response.writeHead(200, { 'content-type': KINDS[extname(file)] ?? 'application/octet-stream' });
		createReadStream(file).pipe(response);
	} else {
		response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
	}
}

/** Starts on a free port, or on the one asked for; answers its address and how to stop it. */
export async function serve(port = 0) {
	const server = createServer((request, response) => void answer(request, response));
	await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
	const { port: actual } = server.address();
	return { address: `http://127.0.0.1:${actual}`, stop: () => server.close() };
}
