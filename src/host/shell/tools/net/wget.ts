/** wget of busybox (networking/wget.c). */
import { isErrno } from '../../../kernel/errno.ts';
import { request } from '../../../kernel/connecting.ts';
import { writeFile } from '../../../kernel/files.ts';
import { resolve } from '../../../kernel/resolving.ts';
import type { Running } from '../../../process.ts';
import type { Call } from '../../call.ts';
import { optionsOf } from '../options.ts';
import {
	headerNamed,
	hostHeader,
	readResponse,
	requestText,
	urlOf,
	type Response,
	type Url,
} from './httpMessage.ts';

const long = {
	quiet: 'q',
	'output-document': 'O',
	timeout: 'T',
	spider: 's',
	continue: 'c',
	header: 'H',
	'post-data': 'd',
	'user-agent': 'U',
	'no-check-certificate': 'n',
	'server-response': 'S',
};
/** -T: seconds until it gives up. */
const TIMEOUT = 900;

interface Wish {
	readonly isQuiet: boolean;
	readonly isSpider: boolean;
	readonly showsHeaders: boolean;
	readonly output: string | undefined;
	readonly seconds: number;
	readonly data: string | undefined;
	readonly headers: readonly string[];
	readonly agent: string;
}

const requestFor = (wish: Wish, url: Url): string => {
	const given = wish.headers.map((line): [string, string] => {
		const at = line.indexOf(':');
		return [line.slice(0, at), line.slice(at + 1).trim()];
	});
	return requestText({
		method: wish.data === undefined ? (wish.isSpider ? 'HEAD' : 'GET') : 'POST',
		path: url.path,
		headers: [
			['Host', hostHeader(url)],
			['User-Agent', wish.agent],
			...given,
			['Connection', 'close'],
			...(wish.data === undefined ? [] : [['Content-Length', String(wish.data.length)] as const]),
		],
		body: wish.data ?? '',
	});
};

function* fetched(call: Call, wish: Wish, url: Url): Running<Response> {
	const [address] = yield* resolve(call.process, url.host);
	if (address === undefined) return call.stop(`bad address '${url.host}'`);
	const where = `${url.host} (${address}:${url.port})`;
	if (!wish.isQuiet) call.err(`Connecting to ${where}\n`);
	const began = call.state.clock.now;
	try {
		const wanted = { address, port: url.port, request: requestFor(wish, url), seconds: wish.seconds };
		const { reply } = yield* request(call.process, wanted);
		const response = readResponse(reply);
		return response ?? call.stop(reply ? `bad response: ${reply.split('\n')[0]}` : 'error getting response');
	} catch (error) {
		if (!isErrno(error)) throw error;
		if (call.state.clock.now - began >= wish.seconds) return call.stop('download timed out');
		if (error.errno === 'ECONNRESET') return call.stop('error getting response: Connection reset by peer');
		return call.stop(`can't connect to remote host (${address}): ${error.message}`);
	}
}

const REDIRECTS = 5;
function* followed(call: Call, wish: Wish, first: string): Running<{ url: Url; response: Response }> {
	let url = urlOf(first);
	for (let i = 0; i <= REDIRECTS; i++) {
		if (url.scheme !== 'http') return call.stop(`not an http or ftp url: ${first}`);
		const response = yield* fetched(call, wish, url);
		const to = headerNamed(response.headers, 'Location');
		if (wish.showsHeaders) for (const line of response.head.trimEnd().split(/\r?\n/)) call.err(`  ${line}\n`);
		if (!to || response.status < 300 || response.status > 399) return { url, response };
		url = urlOf(/^[a-z]+:\/\//.test(to) ? to : `${hostHeader(url)}${to}`);
	}
	return call.stop('too many redirections');
}

/** The file's name: the last part of the path, index.html for a directory. */
const nameOf = (url: Url): string => {
	const path = url.path.split('?')[0]!;
	return path.endsWith('/') ? 'index.html' : path.slice(path.lastIndexOf('/') + 1);
};
const progress = (name: string, size: number): string =>
	`${name.slice(0, 20).padEnd(20)} 100% |${'*'.repeat(32)}| ${String(size).padStart(5)}  0:00:00 ETA\n`;

export function* wget(call: Call): Running<number> {
	const options = optionsOf(call, 'qO:T:sSct:H:d:U:nP:Y:o:', { long });
	const [first] = options.rest;
	if (first === undefined) {
		call.err('BusyBox wget: missing URL\n');
		return 1;
	}
	const wish: Wish = {
		isQuiet: options.has('q'),
		isSpider: options.has('s'),
		showsHeaders: options.has('S'),
		output: options.value('O'),
		seconds: Number(options.value('T') ?? TIMEOUT),
		data: options.value('d'),
		headers: options.values('H'),
		agent: options.value('U') ?? 'Wget',
	};
	const { url, response } = yield* followed(call, wish, first);
	if (response.status !== 200) return call.fail(`server returned error: ${response.statusLine}`);
	const name = wish.output ?? nameOf(url);
	const isOut = name === '-';
	if (wish.isSpider) {
		if (!wish.isQuiet) call.err('remote file exists\n');
		return 0;
	}
	if (!wish.isQuiet) call.err(isOut ? 'writing to stdout\n' : `saving to '${name}'\n`);
	if (isOut) call.out(response.body);
	else writeFile(call.host, call.pid, name, response.body);
	if (!wish.isQuiet) {
		call.err(progress(name, response.body.length));
		call.err(isOut ? 'written to stdout\n' : `'${name}' saved\n`);
	}
	return 0;
}
