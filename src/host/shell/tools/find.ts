/** find: walks a tree and tests what it meets (POSIX.1 "find"). */
import { exitStatus } from '../../kernel/life.ts';
import type { Inode } from '../../kernel/file.ts';
import { listing, remove, removeDirectory, status } from '../../kernel/files.ts';
import { lookup } from '../../kernel/path.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { ran } from '../child.ts';
import { isMatch, regexpOf, patternSource } from '../language/pattern.ts';
import { userNamed } from '../users.ts';
import { lastName } from './pathNames.ts';

interface Met {
	readonly path: string;
	readonly inode: Inode;
	readonly depth: number;
}
type Test = (met: Met) => Running<boolean>;

const TYPES: Readonly<Record<string, Inode['kind']>> = {
	f: 'file',
	d: 'dir',
	l: 'link',
	c: 'char',
	b: 'block',
	p: 'fifo',
	s: 'socket',
};

const plain = (test: (met: Met) => boolean): Test =>
	function* (met) {
		return test(met);
	};

/** `+5`, `-5`, `5` */
const amount = (text: string) => (value: number) =>
	text[0] === '+'
		? value > Number(text.slice(1))
		: text[0] === '-'
			? value < Number(text.slice(1))
			: value === Number(text);

class FindReader {
	readonly #call: Call;
	readonly #words: string[];
	readonly #batches: { argv: string[]; paths: string[] }[] = [];
	acts = false;
	deepest = Infinity;
	shallowest = 0;
	isDepthFirst = false;
	staysOnDevice = false;
	constructor(call: Call, words: readonly string[]) {
		this.#call = call;
		this.#words = [...words];
	}
	get batches(): readonly { argv: string[]; paths: string[] }[] {
		return this.#batches;
	}
	whole(): Test {
		if (!this.#words.length) return plain(() => true);
		const test = this.#either();
		if (this.#words.length) this.#bad(this.#words[0]!);
		return test;
	}
	#bad(word: string): never {
		return this.#call.stop(
			this.#call.isBusybox
				? `unrecognized: ${word}`
				: word === ')'
					? "invalid expression; you have too many ')'"
					: word.startsWith('-')
						? `unknown predicate \`${word}'`
						: `paths must precede expression: \`${word}'`,
		);
	}
	#take(...words: readonly string[]): boolean {
		if (!words.includes(this.#words[0] ?? '')) return false;
		this.#words.shift();
		return true;
	}
	#value(predicate: string): string {
		return (
			this.#words.shift() ??
			this.#call.stop(
				this.#call.isBusybox ? `${predicate}: requires an argument` : `missing argument to \`${predicate}'`,
			)
		);
	}
	#either(): Test {
		const left = this.#both();
		if (!this.#take('-o', '-or')) return left;
		const right = this.#either();
		return function* (met) {
			return (yield* left(met)) || (yield* right(met));
		};
	}
	#both(): Test {
		const left = this.#not();
		this.#take('-a', '-and');
		if (!this.#words.length || ['-o', '-or', ')'].includes(this.#words[0]!)) return left;
		const right = this.#both();
		return function* (met) {
			return (yield* left(met)) && (yield* right(met));
		};
	}
	#not(): Test {
		if (!this.#take('!', '-not')) return this.#primary();
		const test = this.#not();
		return function* (met) {
			return !(yield* test(met));
		};
	}
	#primary(): Test {
		const word = this.#words.shift()!;
		if (word === '(') {
			const test = this.#either();
			if (!this.#take(')')) this.#bad(')');
			return test;
		}
		const call = this.#call;
		const { now } = call.state.clock;
		const value = () => this.#value(word);
		switch (word) {
			case '-name':
				return ((pattern) => plain(({ path }) => isMatch(pattern, lastName(path))))(value());
			case '-iname':
				return ((pattern) =>
					plain(({ path }) => regexpOf(`^${patternSource(pattern)}$`, 'i').test(lastName(path))))(value());
			case '-path':
			case '-wholename':
				return ((pattern) => plain(({ path }) => isMatch(pattern, path)))(value());
			case '-type':
				return ((kinds) => plain(({ inode }) => kinds.some((kind) => TYPES[kind] === inode.kind)))(
					value().split(','),
				);
			case '-maxdepth':
				return ((this.deepest = Number(value())), plain(() => true));
			case '-mindepth':
				return ((this.shallowest = Number(value())), plain(() => true));
			case '-depth':
				return ((this.isDepthFirst = true), plain(() => true));
			case '-xdev':
			case '-mount':
				return ((this.staysOnDevice = true), plain(() => true));
			case '-inum':
				return ((is) => plain(({ inode }) => is(inode.inode)))(amount(value()));
			case '-links':
				return ((is) => plain(({ inode }) => is(inode.links)))(amount(value()));
			case '-size':
				return this.#size(value());
			case '-perm':
				return this.#mode(value());
			case '-user':
				return this.#owned(value());
			case '-uid':
				return ((is) => plain(({ inode }) => is(inode.uid)))(amount(value()));
			case '-empty':
				return plain(({ path, inode }) =>
					inode.kind === 'dir'
						? listing(call.state, call.pid, path).length === 0
						: inode.kind === 'file' && inode.size === 0,
				);
			case '-newer':
				return ((modified) => plain(({ inode }) => inode.modified > modified))(
					status(call.state, call.pid, value()).modified,
				);
			case '-mmin':
				return ((is) => plain(({ inode }) => is(Math.floor((now - inode.modified) / 60))))(amount(value()));
			case '-mtime':
				return ((is) => plain(({ inode }) => is(Math.floor((now - inode.modified) / 86400))))(
					amount(value()),
				);
			case '-true':
				return plain(() => true);
			case '-false':
				return plain(() => false);
			case '-print':
				return this.#printing('\n');
			case '-print0':
				return this.#printing('\0');
			case '-delete':
				return this.#deleting();
			case '-exec':
				return this.#executing();
			case '-prune':
			case '-printf':
			case '-ls':
				return call.stop(`${word}: real, but not simulated here`);
			default:
				return this.#bad(word);
		}
	}
	#owned(name: string): Test {
		const call = this.#call;
		const uid = userNamed(call.state, call.pid, name)?.uid ?? Number(name);
		return plain(({ inode }) => inode.uid === uid);
	}
	#size(text: string): Test {
		const unit = (
			{ c: 1, w: 2, b: 512, k: 1024, M: 1 << 20, G: 2 ** 30 } as Readonly<Record<string, number>>
		)[text.at(-1)!];
		const is = amount(unit ? text.slice(0, -1) : text);
		return plain(({ inode }) => is(Math.ceil(inode.size / (unit ?? 512))));
	}
	#mode(text: string): Test {
		const bits = parseInt(text.replace(/^[-/]/, ''), 8);
		return plain(({ inode }) =>
			text[0] === '-'
				? (inode.mode & bits) === bits
				: text[0] === '/'
					? (inode.mode & bits) !== 0
					: inode.mode === bits,
		);
	}
	#printing(end: string): Test {
		this.acts = true;
		return plain(({ path }) => (this.#call.out(path + end), true));
	}
	#deleting(): Test {
		this.acts = this.isDepthFirst = true;
		const call = this.#call;
		return plain(({ path, inode }) => {
			try {
				if (inode.kind === 'dir') removeDirectory(call.host, call.pid, path);
				else remove(call.host, call.pid, path);
				return true;
			} catch (error) {
				call.failed(error, call.isBusybox ? path : `cannot delete '${path}'`);
				return false;
			}
		});
	}
	#executing(): Test {
		this.acts = true;
		const end = this.#words.findIndex(
			(word, i) => word === ';' || (word === '+' && this.#words[i - 1] === '{}'),
		);
		if (end < 0) this.#call.stop("missing argument to `-exec'");
		const argv = this.#words.splice(0, end);
		const call = this.#call;
		if (this.#words.shift() === ';')
			return function* ({ path }) {
				return (
					exitStatus(
						yield* ran(
							call,
							argv.map((word) => word.replaceAll('{}', path)),
						),
					) === 0
				);
			};
		const batch = { argv: argv.slice(0, -1), paths: [] as string[] };
		this.#batches.push(batch);
		return plain(({ path }) => (batch.paths.push(path), true));
	}
}

export function* find(call: Call): Running<number> {
	const args = [...call.args];
	while (/^-[HLPD]$/.test(args[0] ?? '')) args.shift();
	const first = args.findIndex((word) => /^[-(!]/.test(word));
	const paths = first < 0 ? args : args.slice(0, first);
	const reader = new FindReader(call, first < 0 ? [] : args.slice(first));
	const test = reader.whole();
	const state = { failed: 0 };
	for (const path of paths.length ? paths : ['.'])
		yield* walked(call, reader, test, path, 0, undefined, state);
	for (const { argv, paths: found } of reader.batches)
		if (found.length && exitStatus(yield* ran(call, [...argv, ...found]))) state.failed = 1;
	return state.failed;
}

function* walked(
	call: Call,
	reader: FindReader,
	test: Test,
	path: string,
	depth: number,
	device: number | undefined,
	state: { failed: number },
): Running<void> {
	let inode: Inode;
	let names: string[] = [];
	let own: number;
	try {
		inode = status(call.state, call.pid, path, { follow: false });
		own = lookup(call.state, call.pid, path, { follow: false }).device;
		const goesOn =
			inode.kind === 'dir' &&
			depth < reader.deepest &&
			!(reader.staysOnDevice && device !== undefined && own !== device);
		if (goesOn) names = listing(call.state, call.pid, path);
	} catch (error) {
		state.failed = call.failed(error, call.isBusybox ? path : call.quoted(path));
		return;
	}
	const met = { path, inode, depth };
	const visit = function* (): Running<void> {
		if (depth < reader.shallowest) return;
		if ((yield* test(met)) && !reader.acts) call.out(`${path}\n`);
	};
	if (!reader.isDepthFirst) yield* visit();
	for (const name of names)
		yield* walked(
			call,
			reader,
			test,
			path.endsWith('/') ? path + name : `${path}/${name}`,
			depth + 1,
			device ?? own,
			state,
		);
	if (reader.isDepthFirst) yield* visit();
}
