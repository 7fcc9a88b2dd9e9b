/** sed: the stream editor (POSIX.1 "sed", with GNU's -i, -E, +N, first~step). */
import { Errno } from '../../kernel/errno.ts';
import { writeFile } from '../../kernel/files.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { textOf } from './inputs.ts';
import { optionsOf } from './options.ts';
import { parseSed, type Address, type Edit } from './sedScript.ts';

interface Machine {
	pattern: string;
	hold: string;
	line: number;
	readonly out: string[];
	readonly appended: string[];
	isSubstituted: boolean;
	/** Which two-address edits are inside their range, and the line it ends at. */
	readonly open: Map<Edit, number>;
	quits: number | undefined;
}

class Lines {
	readonly #lines: string[];
	readonly endsBare: boolean;
	#at = 0;
	constructor(text: string) {
		this.#lines = text.split('\n');
		this.endsBare = this.#lines.at(-1) !== '';
		if (!this.endsBare) this.#lines.pop();
	}
	get isLast(): boolean {
		return this.#at >= this.#lines.length;
	}
	next(): string | undefined {
		return this.#lines[this.#at++];
	}
}

const isAt = (address: Address, machine: Machine, lines: Lines): boolean => {
	if (address.kind === 'last') return lines.isLast;
	if (address.kind === 'line') return machine.line === address.line;
	if (address.kind === 'step')
		return address.step
			? machine.line >= address.first && (machine.line - address.first) % address.step === 0
			: machine.line === address.first;
	if (address.kind === 'match') {
		address.pattern.lastIndex = 0;
		return address.pattern.test(machine.pattern);
	}
	return false;
};

const isSelected = (edit: Edit, machine: Machine, lines: Lines): boolean => {
	const [first, second] = edit.addresses;
	if (!first) return true;
	if (!second) return isAt(first, machine, lines);
	const until = machine.open.get(edit);
	if (until !== undefined) {
		if (until >= 0 ? machine.line >= until : isAt(second, machine, lines)) machine.open.delete(edit);
		return until < 0 || machine.line <= until;
	}
	if (!isAt(first, machine, lines)) return false;
	const end =
		second.kind === 'line' ? second.line : second.kind === 'more' ? machine.line + second.count : -1;
	if (end < 0 ? !(second.kind === 'last' && lines.isLast) : end > machine.line) machine.open.set(edit, end);
	return true;
};

const substituted = (edit: Edit, machine: Machine): boolean => {
	const { pattern, replacement, which, isGlobal } = edit.substitution!;
	let count = 0;
	let isDone = false;
	machine.pattern = machine.pattern.replace(pattern, (...found) => {
		count++;
		const groups = found.slice(
			0,
			found.findIndex((each) => typeof each === 'number'),
		) as (string | undefined)[];
		if (isGlobal ? count < which : count !== which) return groups[0]!;
		isDone = true;
		return replacement(groups);
	});
	return isDone;
};

/** Runs edits from `at`; answers what became of the cycle. */
const cycle = (
	edits: readonly Edit[],
	machine: Machine,
	lines: Lines,
	isQuiet: boolean,
): 'end' | 'delete' | 'restart' => {
	const emit = (text: string) => void machine.out.push(`${text}\n`);
	for (let at = 0; at < edits.length; at++) {
		const edit = edits[at]!;
		if (isSelected(edit, machine, lines) === edit.isNegated) {
			if (edit.letter === '{') at = edit.end!;
			continue;
		}
		switch (edit.letter) {
			case 's':
				if (substituted(edit, machine)) {
					machine.isSubstituted = true;
					if (edit.substitution!.prints) emit(machine.pattern);
				}
				break;
			case 'p':
				emit(machine.pattern);
				break;
			case 'P':
				emit(machine.pattern.split('\n')[0]!);
				break;
			case 'd':
				return 'delete';
			case 'D':
				if (!machine.pattern.includes('\n')) return 'delete';
				machine.pattern = machine.pattern.slice(machine.pattern.indexOf('\n') + 1);
				return 'restart';
			case 'q':
			case 'Q':
				machine.quits = Number(edit.text || 0);
				return edit.letter === 'q' ? 'end' : 'delete';
			case '=':
				emit(String(machine.line));
				break;
			case 'a':
				machine.appended.push(`${edit.text}\n`);
				break;
			case 'i':
				emit(edit.text);
				break;
			case 'c':
				if (!machine.open.has(edit)) emit(edit.text);
				return 'delete';
			case 'y':
				machine.pattern = [...machine.pattern].map((char) => edit.map!.get(char) ?? char).join('');
				break;
			case 'h':
				machine.hold = machine.pattern;
				break;
			case 'H':
				machine.hold += `\n${machine.pattern}`;
				break;
			case 'g':
				machine.pattern = machine.hold;
				break;
			case 'G':
				machine.pattern += `\n${machine.hold}`;
				break;
			case 'x':
				[machine.pattern, machine.hold] = [machine.hold, machine.pattern];
				break;
			case 'n':
				if (lines.isLast) return 'end';
				if (!isQuiet) emit(machine.pattern);
				machine.pattern = lines.next()!;
				machine.line++;
				break;
			case 'N':
				if (lines.isLast) return 'end';
				machine.pattern += `\n${lines.next()}`;
				machine.line++;
				break;
			case 'b':
			case 't':
				if (edit.letter === 't' && !machine.isSubstituted) break;
				if (edit.letter === 't') machine.isSubstituted = false;
				at = edit.text
					? edits.findIndex((each) => each.letter === ':' && each.text === edit.text)
					: edits.length;
				break;
		}
	}
	return 'end';
};

export const edited = (text: string, edits: readonly Edit[], isQuiet: boolean, machine: Machine): string => {
	const lines = new Lines(text);
	const from = machine.out.length;
	let fate: string = 'end';
	for (
		let line = lines.next();
		line !== undefined;
		line = fate === 'restart' ? machine.pattern : lines.next()
	) {
		if (fate !== 'restart') machine.line++;
		machine.pattern = line;
		machine.isSubstituted = false;
		fate = cycle(edits, machine, lines, isQuiet);
		if (fate === 'end' && !isQuiet)
			machine.out.push(machine.pattern + (lines.isLast && lines.endsBare ? '' : '\n'));
		machine.out.push(...machine.appended.splice(0));
		if (machine.quits !== undefined) break;
	}
	return machine.out.slice(from).join('');
};

const machine = (): Machine => ({
	pattern: '',
	hold: '',
	line: 0,
	out: [],
	appended: [],
	isSubstituted: false,
	open: new Map(),
	quits: undefined,
});

export function* sed(call: Call): Running<number> {
	const options = optionsOf(call, 'nEre:f:i?su', {
		long: { quiet: 'n', silent: 'n', 'regexp-extended': 'E', expression: 'e', 'in-place': 'i', file: 'f' },
	});
	const rest = [...options.rest];
	const scripts = options.values('e').map(String);
	for (const file of options.values('f')) scripts.push(yield* call.file(file));
	if (!scripts.length) {
		const script = rest.shift();
		if (script === undefined) return call.fail(call.isBusybox ? 'no script' : 'no script specified', 1);
		scripts.push(script);
	}
	const edits = parseSed(call, scripts.join('\n'), options.has('E') || options.has('r'));
	const isInPlace = options.has('i');
	let status = 0;
	let text = '';
	for (const path of rest.length ? rest : ['-'])
		try {
			const found = yield* textOf(call, path);
			if (!isInPlace || path === '-') text += found;
			else writeFile(call.host, call.pid, path, edited(found, edits, options.has('n'), machine()));
		} catch (error) {
			if (!(error instanceof Errno)) throw error;
			call.fail(
				call.isBusybox
					? `${path}: ${error.message}`
					: error.errno === 'EISDIR'
						? `couldn't edit ${path}: not a regular file`
						: `can't read ${path}: ${error.message}`,
			);
			status = call.isBusybox ? 1 : 2;
		}
	if (isInPlace) return status;
	const run = machine();
	call.out(edited(text, edits, options.has('n'), run));
	return run.quits ?? status;
}
