/** Cursor walks over a text that is being read as shell: where it is, what stands there. */
import { ShellSyntaxError, type Fault } from './syntaxError.ts';

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

/** Longest first. */
const OPERATORS = [
	'<<<',
	'<<-',
	'&>>',
	';;&',
	'&&',
	'||',
	';;',
	';&',
	'&>',
	'|&',
	'<<',
	'<&',
	'<>',
	'>>',
	'>&',
	'>|',
	'\n',
	';',
	'&',
	'|',
	'(',
	')',
	'<',
	'>',
];

/** Deeper nesting than this is refused rather than risked. */
const DEEPEST = 150;

export class Cursor {
	readonly text: string;
	at = 0;
	#depth = 0;
	constructor(text: string) {
		this.text = text;
	}
	get isEnd(): boolean {
		return this.at >= this.text.length;
	}
	get char(): string {
		return this.text[this.at] ?? '';
	}
	get line(): number {
		return this.text.slice(0, this.at).split('\n').length;
	}
	has(text: string): boolean {
		return this.text.startsWith(text, this.at);
	}
	take(text: string): boolean {
		if (!this.has(text)) return false;
		this.at += text.length;
		return true;
	}
	match(pattern: RegExp): string | undefined {
		pattern.lastIndex = this.at;
		const found = pattern.exec(this.text)?.[0];
		if (found) this.at += found.length;
		return found || undefined;
	}
	name(): string | undefined {
		return this.match(NAME);
	}
	/** Blanks, continued lines and a comment, up to what comes next on this line. */
	skipBlanks(): void {
		while (this.match(/[ \t]+|\\\n/y));
		if (this.char === '#') this.match(/#[^\n]*/y);
	}
	operator(): string | undefined {
		return OPERATORS.find((each) => this.has(each));
	}
	fail(fault: Fault): never {
		throw new ShellSyntaxError(fault, this.line);
	}
	nested<T>(read: () => T): T {
		if (++this.#depth > DEEPEST) this.fail({ kind: 'missing', what: 'such deep nesting' });
		try {
			return read();
		} finally {
			this.#depth--;
		}
	}
}
