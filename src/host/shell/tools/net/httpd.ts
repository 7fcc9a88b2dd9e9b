/** httpd of busybox: serves the files of a directory (networking/httpd.c). */
import { content, exists, status } from '../../../kernel/files.ts';
import { isErrno } from '../../../kernel/errno.ts';
import { pathOf } from '../../../kernel/path.ts';
import { run } from '../../../kernel/life.ts';
import { listen, type Peer } from '../../../kernel/sockets.ts';
import type { Process, Running } from '../../../process.ts';
import type { Call } from '../../call.ts';
import { timeText } from '../timeText.ts';
import { optionsOf } from '../options.ts';
import { readRequest, responseText } from './httpMessage.ts';

const types: Readonly<Record<string, string>> = {
	html: 'text/html',
	htm: 'text/html',
	txt: 'text/plain',
	css: 'text/css',
	js: 'application/javascript',
	png: 'image/png',
	jpg: 'image/jpeg',
	gif: 'image/gif',
	svg: 'image/svg+xml',
};
const typeOf = (path: string): string =>
	types[/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';
const reasons: Readonly<Record<number, readonly [string, string]>> = {
	302: ['Found', ''],
	403: ['Forbidden', ''],
	404: ['Not Found', 'The requested URL was not found'],
	501: ['Not Implemented', 'The requested method is not recognized'],
};
const HTTP_DATE = '%a, %d %b %Y %H:%M:%S GMT';

interface Settings {
	readonly home: string;
	readonly verbosity: number;
}
interface Answer {
	readonly code: number;
	readonly text: string;
}

const page = (process: Process, code: number, extra: readonly (readonly [string, string])[] = []): Answer => {
	const [word, hint] = reasons[code] ?? ['Error', ''];
	const title = `${code} ${word}`;
	const body = `<HTML><HEAD><TITLE>${title}</TITLE></HEAD>\n<BODY><H1>${title}</H1>\n${hint}\n</BODY></HTML>\n`;
	const date = timeText(process.host.state.clock.now, HTTP_DATE);
	const headers = [['Date', date], ['Connection', 'close'], ...extra, ['Content-type', 'text/html']] as const;
	return { code, text: responseText(`HTTP/1.1 ${title}`, headers, body) };
};
const file = (process: Process, path: string, isHead: boolean): Answer => {
	const { state } = process.host;
	const body = content(state, process.pid, path);
	const { modified, size } = status(state, process.pid, path);
	const headers = [
		['Date', timeText(state.clock.now, HTTP_DATE)],
		['Connection', 'close'],
		['Content-type', typeOf(path)],
		['Accept-Ranges', 'bytes'],
		['Last-Modified', timeText(modified, HTTP_DATE)],
		['ETag', `"${Math.floor(modified).toString(16)}-${size.toString(16)}-0"`],
		['Content-Length', String(size)],
	] as const;
	return { code: 200, text: responseText('HTTP/1.1 200 OK', headers, isHead ? '' : body) };
};

/** Served under home; `..` does not lead out of it. */
const answerTo = (process: Process, { home }: Settings, text: string): Answer => {
	const { method, path } = readRequest(text);
	if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') return page(process, 501);
	const wanted = decodeURIComponent(path.split('?')[0]!.replace(/%(?![0-9a-f]{2})/gi, '%25'));
	if (wanted.split('/').includes('..')) return page(process, 403);
	const { state } = process.host;
	const whole = `${home}${wanted}`;
	try {
		if (!exists(state, process.pid, whole)) return page(process, 404);
		if (status(state, process.pid, whole).kind !== 'dir') return file(process, whole, method === 'HEAD');
		if (!wanted.endsWith('/')) return page(process, 302, [['Location', `${wanted}/`]]);
		const index = `${whole}index.html`;
		return exists(state, process.pid, index) ? file(process, index, method === 'HEAD') : page(process, 404);
	} catch (error) {
		if (isErrno(error)) return page(process, error.errno === 'EACCES' ? 403 : 404);
		throw error;
	}
};
const log = (
	process: Process,
	verbosity: number,
	peer: Peer,
	isV6: boolean,
	path: string,
	code: number,
): void => {
	const who = isV6 ? `[::ffff:${peer.address}]:${peer.port}` : `${peer.address}:${peer.port}`;
	if (verbosity > 1) process.error(`${who}: url:${path}\n`);
	if (verbosity > 0) process.error(`${who}: response:${code}\n`);
};

const serve = (process: Process, port: number, address: string, settings: Settings): void => {
	const isV6 = address === '::';
	listen(process.host, process.pid, { protocol: 'tcp', port, address, backlog: 9 }, (text, peer) => {
		const answer = answerTo(process, settings, text);
		log(process, settings.verbosity, peer, isV6, readRequest(text).path, answer.code);
		return answer.text;
	});
};
function* waiting(process: Process): Running<number> {
	for (;;) yield { keys: [`never:${process.pid}`] };
}

/** '8080', '203.0.113.50:8000'; a port alone is bound on both families. */
const boundTo = (call: Call, text: string): { address: string; port: number } => {
	const at = text.lastIndexOf(':');
	return at < 0
		? { address: '::', port: Number(text) }
		: { address: text.slice(0, at), port: Number(text.slice(at + 1)) };
};

export function* httpd(call: Call): Running<number> {
	const options = optionsOf(call, 'fip:h:vc:u:r:d:e:m:M:');
	const { process, host, state, pid } = call;
	const { address, port } = boundTo(call, options.value('p') ?? '80');
	const directory = options.value('h') ?? '.';
	if (!exists(state, pid, directory))
		return call.fail(`can't change directory to '${directory}': No such file or directory`);
	const cwd = pathOf(state, pid, process.task.cwd);
	const home = (directory.startsWith('/') ? directory : `${cwd}/${directory}`).replace(/\/\.?$/, '');
	const settings = { home, verbosity: options.given.filter(([letter]) => letter === 'v').length };
	try {
		if (options.has('f')) {
			serve(process, port, address, settings);
			return yield* waiting(process);
		}
		const child = run(host, pid, waiting);
		serve(child, port, address, settings);
		return 0;
	} catch (error) {
		return call.failed(error, 'bind');
	}
}
