/** One HTTP request answered from files (RFC 9110; nginx: ngx_http_static_module, ngx_http_special_response). */
import { byteLength } from '../../kernel/bytes.ts';
import { isErrno, type Errno } from '../../kernel/errno.ts';
import { content, status } from '../../kernel/files.ts';
import type { Process } from '../../process.ts';
import { timeText } from '../tools/timeText.ts';
import type { NginxConfig } from './nginxConfig.ts';
import { errnoText } from './errnoText.ts';

export interface Page {
	/** `GET / HTTP/1.1` */
	readonly line: string;
	readonly host: string;
	readonly agent: string;
	readonly status: number;
	/** Of the body. */
	readonly bytes: number;
	readonly response: string;
	/** The file that could not be opened, and why. */
	readonly missing?: string;
	readonly reason?: string;
}

const SERVER = 'nginx/1.22.1';
const REASONS: Readonly<Record<number, string>> = {
	200: 'OK',
	301: 'Moved Permanently',
	403: 'Forbidden',
	404: 'Not Found',
	405: 'Not Allowed',
};
const TYPES: Readonly<Record<string, string>> = {
	html: 'text/html',
	htm: 'text/html',
	css: 'text/css',
	js: 'application/javascript',
	txt: 'text/plain',
	json: 'application/json',
	png: 'image/png',
	svg: 'image/svg+xml',
	xml: 'text/xml',
};

const errorBody = (code: number): string => {
	const title = `${code} ${REASONS[code]}`;
	return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>${SERVER}</center>\r\n</body>\r\n</html>\r\n`;
};

interface Found {
	readonly code: number;
	readonly body: string;
	readonly type: string;
	readonly modified?: number;
	readonly missing?: string;
	readonly error?: Errno;
}

const opened = (process: Process, path: string): Found => {
	try {
		const inode = status(process.host.state, process.pid, path);
		if (inode.kind === 'dir') return { code: 301, body: errorBody(301), type: 'text/html' };
		const extension = /\.(\w+)$/.exec(path)?.[1] ?? '';
		return {
			code: 200,
			body: content(process.host.state, process.pid, path),
			type: TYPES[extension] ?? 'application/octet-stream',
			modified: inode.modified,
		};
	} catch (error) {
		if (!isErrno(error)) throw error;
		const code = error.errno === 'EACCES' ? 403 : 404;
		return { code, body: errorBody(code), type: 'text/html', missing: path, error };
	}
};

const found = (process: Process, { root, index }: NginxConfig, path: string): Found => {
	const clean = decodeURI(path.split('?')[0]!).replace(/\/\.\.(?=\/|$)/g, '');
	if (!clean.endsWith('/')) return opened(process, root + clean);
	const pages = index.map((name) => opened(process, `${root}${clean}${name}`));
	return pages.find(({ code }) => code === 200) ?? { code: 403, body: errorBody(403), type: 'text/html' };
};

const headers = (process: Process, page: Found, isOver: boolean): string =>
	[
		`HTTP/1.1 ${page.code} ${REASONS[page.code]}`,
		`Server: ${SERVER}`,
		`Date: ${timeText(process.host.state.clock.now, '%a, %d %b %Y %T GMT')}`,
		`Content-Type: ${page.type}`,
		`Content-Length: ${byteLength(page.body)}`,
		...(page.modified === undefined
			? []
			: [`Last-Modified: ${timeText(page.modified, '%a, %d %b %Y %T GMT')}`]),
		`Connection: ${isOver ? 'close' : 'keep-alive'}`,
		...(page.modified === undefined
			? []
			: [
					`ETag: "${Math.floor(page.modified).toString(16)}-${byteLength(page.body).toString(16)}"`,
					'Accept-Ranges: bytes',
				]),
	].join('\r\n');

export const served = (process: Process, config: NginxConfig, request: string): Page => {
	const [line = '', ...fields] = request.split('\r\n\r\n')[0]!.split(/\r?\n/);
	const field = (name: string) =>
		fields
			.find((each) => each.toLowerCase().startsWith(`${name}:`))
			?.slice(name.length + 1)
			.trim();
	const [method = 'GET', path = '/'] = line.split(' ');
	const isRead = method === 'GET' || method === 'HEAD';
	const page: Found = isRead
		? found(process, config, path.startsWith('/') ? path : '/')
		: { code: 405, body: errorBody(405), type: 'text/html' };
	const body = method === 'HEAD' ? '' : page.body;
	return {
		line,
		host: field('host') ?? '',
		agent: field('user-agent') ?? '-',
		status: page.code,
		bytes: byteLength(body),
		response: `${headers(process, page, line.endsWith('/1.0') || field('connection') === 'close')}\r\n\r\n${body}`,
		...(page.missing !== undefined && { missing: page.missing, reason: errnoText(page.error!) }),
	};
};
