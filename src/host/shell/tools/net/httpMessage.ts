/** HTTP/1.1 messages as text (RFC 9112). */
export interface Url {
	readonly scheme: string;
	readonly host: string;
	readonly port: number;
	/** Path and query. */
	readonly path: string;
	/** A user and password in it, `user:password`. */
	readonly user?: string;
}
/** 'host', 'host:8080/path', 'http://host/path' */
export const urlOf = (text: string): Url => {
	const found = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:([^@/]*)@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d*))?([^#]*)/i.exec(
		text,
	);
	const [, scheme = 'http', user, host = '', port, rest = ''] = found ?? [];
	const path = rest.startsWith('/') ? rest : `/${rest}`;
	const usual = scheme.toLowerCase() === 'https' ? 443 : 80;
	return {
		scheme: scheme.toLowerCase(),
		host,
		port: port ? Number(port) : usual,
		path,
		...(user && { user }),
	};
};
/** Host header: the port only where it is not the scheme's own. */
export const hostHeader = ({ host, port, scheme }: Url): string =>
	port === (scheme === 'https' ? 443 : 80) ? host : `${host}:${port}`;

export interface Request {
	readonly method: string;
	readonly path: string;
	readonly headers: readonly (readonly [string, string])[];
	readonly body: string;
}
export const requestText = ({ method, path, headers, body }: Request): string =>
	[`${method} ${path} HTTP/1.1`, ...headers.map(([name, value]) => `${name}: ${value}`), '', body].join(
		'\r\n',
	);

const parted = (text: string): { head: string[]; body: string } => {
	const end = /\r?\n\r?\n/.exec(text);
	const head = end ? text.slice(0, end.index) : text;
	return { head: head.split(/\r?\n/), body: end ? text.slice(end.index + end[0].length) : '' };
};
const headerOf = (line: string): [string, string] => {
	const at = line.indexOf(':');
	return [line.slice(0, at), line.slice(at + 1).trim()];
};
export const readRequest = (text: string): Request => {
	const { head, body } = parted(text);
	const [first = '', ...lines] = head;
	const [method = '', path = '/'] = first.split(' ');
	return { method, path, headers: lines.filter((line) => line.includes(':')).map(headerOf), body };
};

export interface Response {
	/** 'HTTP/1.1 200 OK' */
	readonly statusLine: string;
	readonly status: number;
	readonly headers: readonly (readonly [string, string])[];
	/** The head as it came, with its blank line. */
	readonly head: string;
	readonly body: string;
}
/** Undefined: what came is not HTTP. */
export const readResponse = (text: string): Response | undefined => {
	if (!/^HTTP\/\d/.test(text)) return undefined;
	const { head, body } = parted(text);
	const [statusLine = '', ...lines] = head;
	const headers = lines.filter((line) => line.includes(':')).map(headerOf);
	const status = Number(statusLine.split(' ')[1] ?? 0);
	return { statusLine, status, headers, head: text.slice(0, text.length - body.length), body };
};
export const headerNamed = (
	headers: readonly (readonly [string, string])[],
	name: string,
): string | undefined => headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[1];

export const responseText = (
	statusLine: string,
	headers: readonly (readonly [string, string])[],
	body: string,
): string => [statusLine, ...headers.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n');
