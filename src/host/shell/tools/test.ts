/** test and [ (POSIX.1 "test"). */
import { isAllowed } from '../../kernel/access.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { Inode } from '../../kernel/file.ts';
import { status } from '../../kernel/files.ts';
import type { Process, Running } from '../../process.ts';
import type { Call } from '../call.ts';

const inodeAt = (process: Process, path: string, follow = true): Inode | undefined => {
	try {
		return status(process.host.state, process.pid, path, { follow });
	} catch (error) {
		if (isErrno(error)) return undefined;
		throw error;
	}
};
const KINDS: Readonly<Record<string, string>> = {
	'-f': 'file',
	'-d': 'dir',
	'-p': 'fifo',
	'-S': 'socket',
	'-b': 'block',
	'-c': 'char',
};

export const isUnaryTrue = (process: Process, operator: string, text: string): boolean => {
	if (operator === '-n') return text !== '';
	if (operator === '-z') return text === '';
	if (operator === '-t') return process.streams.get(Number(text))?.isTerminal ?? false;
	if (operator === '-h' || operator === '-L') return inodeAt(process, text, false)?.kind === 'link';
	const inode = text === '' ? undefined : inodeAt(process, text);
	if (!inode) return false;
	if (KINDS[operator]) return inode.kind === KINDS[operator];
	if (operator === '-s') return inode.size > 0;
	if (operator === '-u') return (inode.mode & 0o4000) !== 0;
	if (operator === '-g') return (inode.mode & 0o2000) !== 0;
	if (operator === '-k') return (inode.mode & 0o1000) !== 0;
	if (operator === '-O') return inode.uid === process.task.uid;
	if (operator === '-G') return inode.gid === process.task.gid;
	if ('-r-w-x'.includes(operator))
		return isAllowed(process.host.state, process.pid, inode, operator[1] as 'r' | 'w' | 'x');
	return true;
};

/** A binary comparison; numbers have been checked. */
export const compared = (process: Process, left: string, operator: string, right: string): boolean => {
	const [a, b] = [Number(left), Number(right)];
	const [one, other] =
		operator.length === 3 && /^-(nt|ot|ef)$/.test(operator)
			? [inodeAt(process, left), inodeAt(process, right)]
			: [];
	switch (operator) {
		case '=':
		case '==':
			return left === right;
		case '!=':
			return left !== right;
		case '<':
			return left < right;
		case '>':
			return left > right;
		case '-eq':
			return a === b;
		case '-ne':
			return a !== b;
		case '-lt':
			return a < b;
		case '-le':
			return a <= b;
		case '-gt':
			return a > b;
		case '-ge':
			return a >= b;
		case '-nt':
			return one !== undefined && (!other || one.modified > other.modified);
		case '-ot':
			return other !== undefined && (!one || one.modified < other.modified);
		default:
			return one !== undefined && other !== undefined && one.inode === other.inode;
	}
};

const UNARY = /^-[bcdefghkLnprsStuwxzOG]$/;
const BINARY = /^(=|==|!=|<|>|-eq|-ne|-lt|-le|-gt|-ge|-nt|-ot|-ef)$/;

class Expression {
	readonly #call: Call;
	readonly #words: readonly string[];
	#at = 0;
	constructor(call: Call, words: readonly string[]) {
		this.#call = call;
		this.#words = words;
	}
	#bad(text: string): never {
		return this.#call.stop(text, 2);
	}
	whole(): boolean {
		if (!this.#words.length) return false;
		const value = this.#either();
		const left = this.#words[this.#at];
		if (left === undefined) return value;
		return this.#bad(
			this.#isBash
				? 'too many arguments'
				: this.#call.isBusybox
					? `${left}: unknown operand`
					: `${left}: unexpected operator`,
		);
	}
	get #isBash(): boolean {
		return this.#call.title.startsWith('bash');
	}
	#either(): boolean {
		let value = this.#both();
		while (this.#words[this.#at] === '-o') {
			this.#at++;
			value = this.#both() || value;
		}
		return value;
	}
	#both(): boolean {
		let value = this.#not();
		while (this.#words[this.#at] === '-a') {
			this.#at++;
			value = this.#not() && value;
		}
		return value;
	}
	#not(): boolean {
		const isBinary = BINARY.test(this.#words[this.#at + 1] ?? '') && this.#words.length - this.#at >= 3;
		if (this.#words[this.#at] !== '!' || isBinary || this.#at === this.#words.length - 1)
			return this.#primary();
		this.#at++;
		return !this.#not();
	}
	#primary(): boolean {
		const [first, second, third] = this.#words.slice(this.#at, this.#at + 3);
		if (first === undefined) return this.#bad(this.#isBash ? 'argument expected' : 'argument expected');
		if (second !== undefined && third !== undefined && BINARY.test(second)) {
			this.#at += 3;
			return this.#compared(first, second, third);
		}
		if (first === '(' && second !== undefined) return this.#inParentheses();
		if (second !== undefined && UNARY.test(first)) {
			this.#at += 2;
			return isUnaryTrue(this.#call.process, first, second);
		}
		if (
			second !== undefined &&
			this.#words.length - this.#at === 2 &&
			!/^-[ao]$/.test(second) &&
			second !== ')'
		)
			return this.#bad(
				this.#isBash
					? `${first}: unary operator expected`
					: this.#call.isBusybox
						? `${first}: unknown operand`
						: `${first}: unexpected operator`,
			);
		this.#at++;
		return first !== '';
	}
	#inParentheses(): boolean {
		this.#at++;
		const value = this.#either();
		if (this.#words[this.#at++] !== ')') this.#bad(this.#isBash ? "`)' expected" : 'closing paren expected');
		return value;
	}
	#compared(left: string, operator: string, right: string): boolean {
		if (/^-(eq|ne|lt|le|gt|ge)$/.test(operator))
			for (const each of [left, right])
				if (!/^\s*[-+]?\d+\s*$/.test(each))
					this.#bad(
						this.#isBash
							? `${each}: integer expression expected`
							: this.#call.isBusybox
								? each === ''
									? 'bad number'
									: `${each}: bad number`
								: this.#call.title === this.#call.name
									? `invalid integer '${each}'`
									: `Illegal number: ${each}`,
					);
		return compared(this.#call.process, left, operator, right);
	}
}

export function* test(call: Call): Running<number> {
	return Number(!new Expression(call, call.args).whole());
}
export function* bracket(call: Call): Running<number> {
	if (call.args.at(-1) !== ']')
		return call.fail(call.title.startsWith('bash') ? "missing `]'" : 'missing ]', 2);
	return Number(!new Expression(call, call.args.slice(0, -1)).whole());
}
