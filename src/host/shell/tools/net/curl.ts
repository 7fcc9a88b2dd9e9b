/** curl(1): one transfer after another over HTTP. */
import { isErrno, type ErrnoName } from '../../../kernel/errno.ts';
import { request } from '../../../kernel/connecting.ts';
import { lookedUp } from '../../../kernel/resolving.ts';
import type { Running } from '../../../process.ts';
import type { Call } from '../../call.ts';
import { curlWish, type Wish } from './curlOptions.ts';
import { finish, type Transfer } from './curlOutput.ts';
import { headerNamed, hostHeader, readResponse, requestText, urlOf, type Url } from './httpMessage.ts';

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

export function* curl(call: Call): Running<number> {
	const wish = curlWish(call);
	let exit = 0;
	for (const url of wish.urls) {
		const done = yield* followed(call, wish, url);
		finish(call, wish, done);
		exit = done.exit;
	}
	return exit;
}
