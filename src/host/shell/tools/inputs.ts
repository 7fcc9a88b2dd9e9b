/** Reading the files a filter is given, or standard input; each tool complains in its own words. */
import { Errno } from '../../kernel/errno.ts';
import { status } from '../../kernel/files.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';

export interface Input {
	/** As given; '-' for standard input. */
	readonly name: string;
	readonly text: string;
}
/** What is said about a file that cannot be read, after the tool's name. */
export type Complaint = (name: string, message: string, call: Call) => string;

const PLAIN: Complaint = (name, message) => `${name}: ${message}`;

/** A file's text; a directory is EISDIR. */
export function* textOf(call: Call, path: string): Running<string> {
	if (path !== '-' && status(call.state, call.pid, path).kind === 'dir') throw new Errno('EISDIR');
	return yield* call.file(path);
}

/** The files that can be read; of the others it complains, and `failures` counts them. */
export function* inputsOf(
	call: Call,
	paths: readonly string[],
	complaint: Complaint = PLAIN,
): Running<{ inputs: Input[]; failures: number }> {
	const inputs: Input[] = [];
	let failures = 0;
	for (const name of paths.length ? paths : ['-'])
		try {
			inputs.push({ name, text: yield* textOf(call, name) });
		} catch (error) {
			if (!(error instanceof Errno)) throw error;
			call.fail(complaint(name, error.message, call));
			failures++;
		}
	return { inputs, failures };
}

/** Lines without their line ends; a last empty piece is no line. */
export const linesOf = (text: string): string[] => {
	const lines = text.split('\n');
	if (lines.at(-1) === '') lines.pop();
	return lines;
};
export const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
