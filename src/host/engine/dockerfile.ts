/** A Dockerfile as the classic builder reads it (moby/buildkit: frontend/dockerfile/parser, instructions). */
import { EngineError } from './error.ts';

export interface Instruction {
	/** Upper case. */
	readonly name: string;
	/** As it is written in the step's line. */
	readonly original: string;
	readonly flags: readonly string[];
	/** Everything behind the name and the flags. */
	readonly rest: string;
	readonly line: number;
}

const known = [
	...[
		'ADD',
		'ARG',
		'CMD',
		'COPY',
		'ENTRYPOINT',
		'ENV',
		'EXPOSE',
		'FROM',
		'HEALTHCHECK',
		'LABEL',
		'MAINTAINER',
	],
	...['ONBUILD', 'RUN', 'SHELL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR'],
];

/** Lines joined at `\`, without comments and empty lines. */
function logicalLines(text: string): { text: string; line: number }[] {
	const lines: { text: string; line: number }[] = [];
	let open: { text: string; line: number } | undefined;
	text.split(/\r?\n/).forEach((raw, i) => {
		if (/^\s*(#|$)/.test(raw)) return;
		const isOpen = /\\\s*$/.test(raw);
		const piece = isOpen ? raw.replace(/\\\s*$/, '') : raw;
		open = open ? { ...open, text: open.text + piece } : { text: piece.trimStart(), line: i + 1 };
		if (isOpen) return;
		lines.push(open);
		open = undefined;
	});
	return open ? [...lines, open] : lines;
}

/** How many letters would have to be changed (Levenshtein). */
function distance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++)
			next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
		row = next;
	}
	return row[b.length]!;
}

const suggestion = (name: string): string => {
	const near = known.map((each) => [distance(name, each), each] as const).sort(([a], [b]) => a - b)[0]!;
	return near[0] <= 2 ? ` (did you mean ${near[1]}?)` : '';
};

const atLeast = (name: string): string => {
	if (name === 'FROM') return 'either one or three arguments';
	if (['MAINTAINER', 'USER', 'WORKDIR', 'STOPSIGNAL'].includes(name)) return 'exactly one argument';
	return /^(COPY|ADD)$/.test(name) ? 'at least two arguments' : 'at least one argument';
};

export function parseDockerfile(text: string, is26: boolean): Instruction[] {
	const lines = logicalLines(text);
	if (!lines.length) throw new EngineError('invalid', 'the Dockerfile (Dockerfile) cannot be empty');
	return lines.map(({ text, line }) => {
		const [, word = '', behind = ''] = /^(\S+)\s*([^]*)$/.exec(text.trimEnd())!;
		const name = word.toUpperCase();
		const wrong = (what: string) =>
			new EngineError('invalid', `dockerfile parse error ${is26 ? 'on ' : ''}line ${line}: ${what}`);
		if (!known.includes(name)) throw wrong(`unknown instruction: ${name}${is26 ? suggestion(name) : ''}`);
		const flags: string[] = [];
		let rest = behind;
		for (let flag = /^(--\S+)\s*/.exec(rest); flag; flag = /^(--\S+)\s*/.exec(rest)) {
			flags.push(flag[1]!);
			rest = rest.slice(flag[0].length);
		}
		if (!rest && name !== 'CMD') throw wrong(`${name} requires ${atLeast(name)}`);
		if (/^(ENV|LABEL)$/.test(name) && !/[\s=]/.test(rest)) throw wrong(`${name} must have two arguments`);
		return { name, original: `${name} ${[...flags, rest].join(' ')}`.trimEnd(), flags, rest, line };
	});
}

/** `["a", "b"]`, or undefined where it is no JSON list of texts. */
export function jsonForm(text: string): string[] | undefined {
	if (!text.startsWith('[')) return undefined;
	try {
		const value: unknown = JSON.parse(text);
		return Array.isArray(value) && value.every((each) => typeof each === 'string')
			? (value as string[])
			: undefined;
	} catch {
		return undefined;
	}
}

/** Words with quotes taken off, as ENV, LABEL and COPY take them. */
export function words(text: string): string[] {
	const found: string[] = [];
	for (const [word] of text.matchAll(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+/g)) found.push(bare(word));
	return found;
}
const bare = (word: string): string =>
	word.replace(
		/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g,
		(_, double: string | undefined, single: string | undefined, escaped: string) =>
			double !== undefined ? double.replace(/\\(["\\$])/g, '$1') : (single ?? escaped),
	);

/** `$NAME`, `${NAME}`, `${NAME:-word}`, `${NAME:+word}` from the build's environment. */
export function expanded(text: string, env: ReadonlyMap<string, string>): string {
	return text.replace(
		/\\\$|\$(?:(\w+)|\{(\w+)(?::([-+])([^}]*))?\})/g,
		(all, plain: string | undefined, braced: string | undefined, sign: string | undefined, word: string) => {
			if (all === '\\$') return '$';
			const value = env.get(plain ?? braced ?? '') ?? '';
			if (sign === '-') return value || word;
			return sign === '+' ? (value ? word : '') : value;
		},
	);
}
