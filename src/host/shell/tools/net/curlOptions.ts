/** curl's command line (curl(1)). */
import type { Call } from '../../call.ts';

/** What one run of curl is asked for. */
export interface Wish {
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
export const versionOf = (call: Call): string => (call.host.profile.major >= 26 ? '8.14.1' : '7.88.1');

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

export const curlWish = (call: Call): Wish => {
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
