/** curl(1): one transfer after another over HTTP. */
import { isErrno, type ErrnoName } from '../../../kernel/errno.ts';
import { request } from '../../../kernel/connecting.ts';
import { writeFile } from '../../../kernel/files.ts';
import { lookedUp } from '../../../kernel/resolving.ts';
import type { Running } from '../../../process.ts';
import type { Call } from '../../call.ts';
import {
	headerNamed,
	hostHeader,
	readResponse,
	requestText,
	urlOf,
	type Response,
	type Url,
} from './httpMessage.ts';

interface Wish {
	urls: string[];
	method: string;
	headers: [string, string][];
	data: string[];
	output: string | undefined;
	isRemoteName: boolean;
	format: string;
	seconds: number;
	connectSeconds: number;
	isSilent: boolean;
	showsErrors: boolean;
	isHead: boolean;
	isIncluding: boolean;
	isFailing: boolean;
	isFollowing: boolean;
	isVerbose: boolean;
	agent: string;
	user: string;
}
const versionOf = (call: Call): string => (call.host.profile.major >= 26 ? '8.14.1' : '7.88.1');

const longOptions: Readonly<Record<string, string>> = {
	silent: 's',
	'show-error': 'S',
	output: 'o',
	'remote-name': 'O',
	'write-out': 'w',
	'max-time': 'm',
	head: 'I',
	include: 'i',
	fail: 'f',
	location: 'L',
	verbose: 'v',
	request: 'X',
	header: 'H',
	data: 'd',
	'data-raw': 'd',
	'data-binary': 'd',
	user: 'u',
	'user-agent': 'A',
	insecure: 'k',
	ipv4: '4',
	globoff: 'g',
	'no-progress-meter': 'N',
	'no-buffer': 'N',
	get: 'G',
	version: 'V',
	help: 'h',
};
const withValue = 'owmXHduAerbc';
const flags = 'sSOIifLvk4gNGVh';

const fresh = (call: Call): Wish => ({
	urls: [],
	method: '',
	headers: [],
	data: [],
	output: undefined,
	isRemoteName: false,
	format: '',
	seconds: Infinity,
	connectSeconds: Infinity,
	isSilent: false,
	showsErrors: false,
	isHead: false,
	isIncluding: false,
	isFailing: false,
	isFollowing: false,
	isVerbose: false,
	agent: `curl/${versionOf(call)}`,
	user: '',
});
const take = (call: Call, wish: Wish, letter: string, value: string): void => {
	if (letter === 's') wish.isSilent = true;
	else if (letter === 'S') wish.showsErrors = true;
	else if (letter === 'N') wish.isSilent ||= false;
	else if (letter === 'o') wish.output = value;
	else if (letter === 'O') wish.isRemoteName = true;
	else if (letter === 'w') wish.format = value;
	else if (letter === 'm') wish.seconds = Number(value);
	else if (letter === 'I') wish.isHead = true;
	else if (letter === 'i') wish.isIncluding = true;
	else if (letter === 'f') wish.isFailing = true;
	else if (letter === 'L') wish.isFollowing = true;
	else if (letter === 'v') wish.isVerbose = true;
	else if (letter === 'X') wish.method = value;
	else if (letter === 'H') wish.headers.push(headerOf(value));
	else if (letter === 'd') wish.data.push(value);
	else if (letter === 'A') wish.agent = value;
	else if (letter === 'u') wish.user = value;
	else if (letter === 'V') {
		call.out(`curl ${versionOf(call)} (x86_64-pc-linux-gnu) libcurl/${versionOf(call)}\n`);
		call.end(0);
	} else if ('ebcrGh'.includes(letter)) call.stop(`-${letter}: real, but not simulated here`, 2);
};
const headerOf = (text: string): [string, string] => {
	const at = text.indexOf(':');
	return [text.slice(0, at), text.slice(at + 1).trim()];
};

const read = (call: Call): Wish => {
	const wish = fresh(call);
	const rest = [...call.args];
	const wrong = (text: string): never => {
		call.fail(text);
		call.err("curl: try 'curl --help' or 'curl --manual' for more information\n");
		return call.end(2);
	};
	const value = (name: string) => rest.shift() ?? wrong(`option ${name}: requires parameter`);
	const readShort = (word: string): void => {
		for (let i = 1; i < word.length; i++) {
			const letter = word[i]!;
			if (flags.includes(letter)) take(call, wish, letter, '');
			else if (!withValue.includes(letter)) wrong(`option ${word}: is unknown`);
			else return take(call, wish, letter, word.slice(i + 1) || value(word));
		}
	};
	while (rest.length) {
		const word = rest.shift()!;
		const letter = longOptions[word.slice(2)];
		if (word === '--connect-timeout') wish.connectSeconds = Number(value(word));
		else if (word === '--resolve' || word === '--retry' || word === '--noproxy' || word === '--interface')
			wrong(`${word} ${value(word)}: real, but not simulated here`);
		else if (word === '--url') wish.urls.push(value(word));
		else if (word.startsWith('--'))
			take(
				call,
				wish,
				letter ?? wrong(`option ${word}: is unknown`),
				withValue.includes(letter ?? ' ') ? value(word) : '',
			);
		else if (word.length > 1 && word.startsWith('-')) readShort(word);
		else wish.urls.push(word);
	}
	if (!wish.urls.length) {
		call.err("curl: (2) no URL specified\ncurl: try 'curl --help' or 'curl --manual' for more information\n");
		return call.end(2);
	}
	return wish;
};

/** How a transfer ended: what `-w` tells of it. */
interface Transfer {
	readonly exit: number;
	readonly error: string;
	readonly url: Url;
	readonly asked: string;
	readonly response?: Response;
	readonly body: string;
	readonly remote?: { readonly address: string; readonly port: number };
	readonly local?: { readonly address: string; readonly port: number };
	readonly seconds: number;
}

const refusal = (call: Call, url: Url, seconds: number): string => {
	const after = `after ${Math.round(seconds * 1000)} ms`;
	const where = `Failed to connect to ${url.host} port ${url.port}`;
	return call.host.profile.major >= 26
		? `${where} ${after}: Could not connect to server`
		: `${where} ${after}: Couldn't connect to server`;
};
const noisy = (call: Call, wish: Wish, text: string): void => {
	if (wish.isVerbose) call.err(`${text}\n`);
};
const requestFor = (wish: Wish, url: Url): string => {
	const body = wish.data.join('&');
	const method = wish.method || (wish.isHead ? 'HEAD' : wish.data.length ? 'POST' : 'GET');
	const own = new Set(wish.headers.map(([name]) => name.toLowerCase()));
	const user = wish.user || url.user;
	const usual: [string, string][] = [
		['Host', hostHeader(url)],
		...(user ? [['Authorization', `Basic ${encoded(user)}`] as [string, string]] : []),
		['User-Agent', wish.agent],
		['Accept', '*/*'],
	];
	const sent: [string, string][] = wish.data.length
		? [
				['Content-Length', String(body.length)],
				['Content-Type', 'application/x-www-form-urlencoded'],
			]
		: [];
	const headers = [...usual, ...wish.headers, ...sent].filter(
		([name], i) => i >= usual.length || !own.has(name.toLowerCase()),
	);
	return requestText({ method, path: url.path, headers, body });
};
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** Base64 (RFC 4648). */
const encoded = (text: string): string => {
	const bits = [...text].map((letter) => letter.charCodeAt(0).toString(2).padStart(8, '0')).join('');
	const digits = (bits.match(/.{1,6}/g) ?? []).map((six) => LETTERS[parseInt(six.padEnd(6, '0'), 2)]);
	return digits.join('') + '='.repeat((4 - (digits.length % 4)) % 4);
};

const errnoExit: Partial<Record<ErrnoName, number>> = { ETIMEDOUT: 28, ECONNRESET: 56 };

/** One transfer from one URL. */
function* transfer(call: Call, wish: Wish, asked: string): Running<Transfer> {
	const url = urlOf(asked);
	const began = call.state.clock.now;
	const spent = () => call.state.clock.now - began;
	const failed = (exit: number, error: string): Transfer => ({
		exit,
		error,
		url,
		asked,
		body: '',
		seconds: spent(),
	});
	if (url.scheme !== 'http' && url.scheme !== 'https')
		return failed(1, `Protocol "${url.scheme}" not supported`);
	const addresses = yield* lookedUp(call.process, url.host);
	if (addresses === 'no-answer' || !addresses.length) return failed(6, `Could not resolve host: ${url.host}`);
	const [address = ''] = addresses;
	const text = requestFor(wish, url);
	const limit = Math.min(wish.seconds, wish.connectSeconds);
	noisy(call, wish, `*   Trying ${address}:${url.port}...`);
	try {
		const wanted = { address, port: url.port, request: text };
		const reply = yield* request(call.process, { ...wanted, ...(limit < Infinity && { seconds: limit }) });
		return answered(
			call,
			wish,
			{ url, asked, seconds: spent(), remote: reply.remote, local: reply.local },
			text,
			reply.reply,
		);
	} catch (error) {
		if (!isErrno(error)) throw error;
		const exit = errnoExit[error.errno] ?? 7;
		if (exit === 28)
			return failed(28, `Connection timed out after ${Math.round(spent() * 1000) + 1} milliseconds`);
		if (exit === 56) return failed(56, 'Recv failure: Connection reset by peer');
		noisy(call, wish, `* connect to ${address} port ${url.port} failed: ${error.message}`);
		return failed(7, refusal(call, url, spent()));
	}
}

type Known = Pick<Transfer, 'url' | 'asked' | 'seconds' | 'remote' | 'local'>;
function answered(call: Call, wish: Wish, known: Known, sent: string, text: string): Transfer {
	const { url, remote } = known;
	noisy(
		call,
		wish,
		`* Connected to ${url.host} (${remote?.address}) port ${url.port}${call.host.profile.major >= 26 ? '' : ' (#0)'}`,
	);
	if (wish.isVerbose) for (const line of sent.split('\r\n').slice(0, -1)) call.err(`> ${line}\n`);
	const done = { ...known, exit: 0, error: '', body: '' };
	if (url.scheme === 'https') return { ...done, exit: 35, error: 'TLS connect error: wrong version number' };
	if (!text) return { ...done, exit: 52, error: 'Empty reply from server' };
	const response = readResponse(text);
	if (!response) return { ...done, exit: 1, error: 'Received HTTP/0.9 when not allowed' };
	if (wish.isVerbose) for (const line of response.head.split(/\r?\n/).slice(0, -1)) call.err(`< ${line}\n`);
	const isRefused = wish.isFailing && response.status >= 400;
	if (isRefused)
		return { ...done, response, exit: 22, error: `The requested URL returned error: ${response.status}` };
	noisy(call, wish, `* Connection #0 to host ${url.host} left intact`);
	return { ...done, response, body: wish.isHead ? '' : response.body };
}

const REDIRECTS = 50;
function* followed(call: Call, wish: Wish, asked: string): Running<Transfer> {
	let done = yield* transfer(call, wish, asked);
	for (let i = 0; wish.isFollowing && i < REDIRECTS; i++) {
		const to = done.response && headerNamed(done.response.headers, 'Location');
		const isMoved = done.response && done.response.status >= 300 && done.response.status < 400;
		if (!to || !isMoved) break;
		done = yield* transfer(call, wish, /^[a-z]+:\/\//.test(to) ? to : `${hostHeader(done.url)}${to}`);
	}
	return done;
}

const six = (seconds: number): string => seconds.toFixed(6);
const variables: Readonly<Record<string, (done: Transfer) => string>> = {
	http_code: ({ response }) => String(response?.status ?? 0).padStart(3, '0'),
	response_code: ({ response }) => String(response?.status ?? 0).padStart(3, '0'),
	size_download: ({ body }) => String(body.length),
	size_header: ({ response }) => String(response?.head.length ?? 0),
	time_total: ({ seconds }) => six(seconds),
	time_connect: ({ seconds }) => six(seconds),
	time_namelookup: () => six(0),
	url_effective: ({ asked }) =>
		/^[a-z]+:\/\//.test(asked) ? asked : `http://${asked}/`.replace(/([^:])\/\/$/, '$1/'),
	url: ({ asked }) => asked,
	remote_ip: ({ remote }) => remote?.address ?? '',
	remote_port: ({ remote }) => String(remote?.port ?? 0),
	local_ip: ({ local }) => local?.address ?? '',
	local_port: ({ local }) => String(local?.port ?? 0),
	content_type: ({ response }) => (response && headerNamed(response.headers, 'Content-Type')) ?? '',
	exitcode: ({ exit }) => String(exit),
	errormsg: ({ error }) => error,
	method: () => 'GET',
	scheme: ({ url }) => url.scheme,
	num_connects: () => '1',
};
const formatted = (format: string, done: Transfer): string =>
	format
		.replace(/%\{(\w+)\}/g, (_, name: string) => variables[name]?.(done) ?? '')
		.replace(/\\n/g, '\n')
		.replace(/\\t/g, '\t')
		.replace(/\\r/g, '\r')
		.replace(/%%/g, '%');

const METER =
	'  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n                                 Dload  Upload   Total   Spent    Left  Speed\n';
const bar = (size: number, percent: number): string =>
	`\r${String(percent).padStart(3)} ${String(size).padStart(5)}  ${String(percent).padStart(3)} ${String(size).padStart(5)}    0     0      0      0 --:--:-- --:--:-- --:--:--     0`;

/** What goes to a file is shown with a meter, unless it goes to the terminal or -s is given. */
const meter = (call: Call, wish: Wish, done: Transfer): void => {
	if (wish.isSilent || call.process.streams.get(1)?.isTerminal) return;
	call.err(METER + bar(0, 0));
	if (done.exit === 0) call.err(`${bar(done.body.length, 100)}\n`);
	else call.err('\n');
};
const finish = (call: Call, wish: Wish, done: Transfer): void => {
	const { response, body, exit, error, url } = done;
	meter(call, wish, done);
	const head = response && (wish.isIncluding || wish.isHead) && !exit ? response.head : '';
	const name = wish.isRemoteName ? url.path.slice(url.path.lastIndexOf('/') + 1) : wish.output;
	if (name === undefined || name === '-') call.out(head + body);
	else if (!exit) writeFile(call.host, call.pid, name, head + body);
	if (exit && (!wish.isSilent || wish.showsErrors)) call.err(`curl: (${exit}) ${error}\n`);
	if (wish.format) call.out(formatted(wish.format, done));
};

export function* curl(call: Call): Running<number> {
	const wish = read(call);
	let exit = 0;
	for (const url of wish.urls) {
		const done = yield* followed(call, wish, url);
		finish(call, wish, done);
		exit = done.exit;
	}
	return exit;
}
