/** awk (POSIX.1 "awk"). */
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { Jump, Machine } from './awkMachine.ts';
import { AwkError, type Rule, parseAwk } from './awkScript.ts';
import { unescapedText } from './echo.ts';
import { inputsOf } from './inputs.ts';
import { optionsOf } from './options.ts';

const recordsOf = (text: string, separator: string): string[] => {
	const records = separator === '' ? text.replace(/^\n+|\n+$/g, '').split(/\n\n+/) : text.split(separator);
	if (records.at(-1) === '' || (separator !== '\n' && records.at(-1) === '\n')) records.pop();
	return records;
};

export function* awk(call: Call): Running<number> {
	const options = optionsOf(call, 'F:v:f:', {
		long: { 'field-separator': 'F', assign: 'v', file: 'f' },
		stops: true,
		status: 2,
	});
	const rest = [...options.rest];
	const title = call.isBusybox ? 'awk' : 'mawk';
	let program = '';
	for (const file of options.values('f')) program += `${yield* call.file(file)}\n`;
	if (!program) program = rest.shift() ?? '';
	const machine = new Machine(call);
	const separator = options.value('F');
	if (separator !== undefined) machine.set('FS', separator === 't' ? '\t' : unescapedText(separator).text);
	for (const assignment of options.values('v')) {
		const [name = '', value = ''] = assignment.split(/=([\s\S]*)/);
		machine.set(name, { input: unescapedText(value).text });
	}
	try {
		return yield* executed(call, machine, parseAwk(program), rest);
	} catch (error) {
		if (!(error instanceof AwkError)) throw error;
		call.err(
			call.isBusybox
				? `awk: cmd. line:1: ${error.message[0]!.toUpperCase()}${error.message.slice(1)}\n`
				: `${title}: line 1: ${error.message}\n`,
		);
		return call.isBusybox ? 1 : 2;
	}
}

function* executed(
	call: Call,
	machine: Machine,
	rules: readonly Rule[],
	paths: readonly string[],
): Running<number> {
	let isOver = quietly(() => machine.run(rules, 'BEGIN')) === 'exit';
	let failures = 0;
	if (!isOver && rules.some(({ when }) => when !== 'BEGIN')) {
		const read = yield* inputsOf(
			call,
			paths.filter((path) => !/^\w+=/.test(path)),
			(name, message) => (call.isBusybox ? `${name}: ${message}` : `cannot open ${name} (${message})`),
		);
		failures = read.failures;
		for (const { name, text } of read.inputs)
			for (const record of recordsOf(text, machine.recordSeparator)) {
				if (isOver) break;
				machine.takeRecord(record, name === '-' ? '' : name);
				isOver = quietly(() => machine.run(rules, 'record')) === 'exit';
			}
		if (!(isOver && machine.status)) quietly(() => machine.run(rules, 'END'));
	}
	return machine.status || (failures ? 2 : 0);
}

const quietly = (action: () => void): string | undefined => {
	try {
		action();
	} catch (jump) {
		if (jump instanceof Jump) return jump.kind;
		throw jump;
	}
	return undefined;
};
