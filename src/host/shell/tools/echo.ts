/** echo, true, false, yes. */
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';

const ESCAPES: Readonly<Record<string, string>> = {
	n: '\n',
	t: '\t',
	r: '\r',
	a: '\x07',
	b: '\b',
	e: '\x1b',
	f: '\f',
	v: '\v',
	'\\': '\\',
	'"': '"',
};

/** Backslash sequences; `\c` ends the output there. */
export const unescapedText = (text: string): { text: string; isCut: boolean } => {
	let out = '';
	const pattern = /\\(?:0([0-7]{0,3})|([1-7][0-7]{0,2})|x([0-9a-fA-F]{1,2})|([\s\S]))|[^\\]+|\\/g;
	for (const [all, zero, octal, hex, char] of text.matchAll(pattern)) {
		if (char === 'c') return { text: out, isCut: true };
		if (zero !== undefined || octal) out += String.fromCharCode(parseInt(zero || octal || '0', 8) & 255);
		else if (hex) out += String.fromCharCode(parseInt(hex, 16));
		else out += char === undefined ? all : (ESCAPES[char] ?? all);
	}
	return { text: out, isCut: false };
};

const echoing = (call: Call, isAlwaysUnescaped: boolean): void => {
	const args = [...call.args];
	let isBare = false;
	let unescapes = isAlwaysUnescaped;
	const flag = isAlwaysUnescaped ? /^-n$/ : /^-[neE]+$/;
	while (args.length && flag.test(args[0]!)) {
		const letters = args.shift()!;
		if (letters.includes('n')) isBare = true;
		if (letters.includes('e')) unescapes = true;
		if (letters.includes('E')) unescapes = false;
	}
	const raw = args.join(' ');
	const { text, isCut } = unescapes ? unescapedText(raw) : { text: raw, isCut: false };
	call.out(text + (isBare || isCut ? '' : '\n'));
};

export function* echo(call: Call): Running<number> {
	echoing(call, false);
	return 0;
}
/** dash's echo always reads backslashes. */
export function* dashEcho(call: Call): Running<number> {
	echoing(call, true);
	return 0;
}

export function* trueTool(): Running<number> {
	return 0;
}
export function* falseTool(): Running<number> {
	return 1;
}

export function* yes(call: Call): Running<number> {
	const line = `${call.args.join(' ') || 'y'}\n`;
	for (;;) {
		call.out(line.repeat(Math.ceil(4096 / line.length)));
		yield* call.drain();
		yield { keys: [], seconds: 0.001 };
	}
}
