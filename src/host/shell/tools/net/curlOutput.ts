/** What curl writes of a transfer: its body, `-w`, the meter, the error (curl(1)). */
import { writeFile } from '../../../kernel/files.ts';
import type { Call } from '../../call.ts';
import type { Wish } from './curlOptions.ts';
import { headerNamed, type Response, type Url } from './httpMessage.ts';

/** How a transfer ended: what `-w` tells of it. */
export interface Transfer {
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
export const finish = (call: Call, wish: Wish, done: Transfer): void => {
	const { response, body, exit, error, url } = done;
	meter(call, wish, done);
	const head = response && (wish.isIncluding || wish.isHead) && !exit ? response.head : '';
	const name = wish.isRemoteName ? url.path.slice(url.path.lastIndexOf('/') + 1) : wish.output;
	if (name === undefined || name === '-') call.out(head + body);
	else if (!exit) writeFile(call.host, call.pid, name, head + body);
	if (exit && (!wish.isSilent || wish.showsErrors)) call.err(`curl: (${exit}) ${error}\n`);
	if (wish.format) call.out(formatted(wish.format, done));
};
