/** `--format` of docker info, docker version and docker events (docker/cli: cli/command/system). */
import type { GoValue } from '../go/value.ts';
import { execute, ExecutionError } from '../template/execute.ts';
import { functionNames, functions } from '../template/functions.ts';
import type { Template } from '../template/node.ts';
import { parseTemplate, TemplateError } from '../template/parse.ts';
import type { Printed } from './inspect.ts';
import { isTemplateMistake } from './rows.ts';

/** From 26.1 on `json` stands for a template. */
const templateOf = (format: string, version: 20 | 26, name = ''): Template =>
	parseTemplate(format === 'json' && version === 26 ? '{{json .}}' : format, functionNames, name);

const refused = (stderr: string, exit: number, stdout = ''): Printed => ({
	stdout,
	stderr: `${stderr}\n`,
	exit,
});

/** docker info and docker version (whose template goes by the name `version`). */
export function printedValue(format: string, value: GoValue, version: 20 | 26, name = ''): Printed {
	try {
		const text = execute(templateOf(format, version, name), value, { functions });
		return { stdout: `${text}\n`, stderr: '', exit: 0 };
	} catch (reason) {
		if (reason instanceof TemplateError) return refused(`template parsing error: ${reason.message}`, 64);
		if (reason instanceof ExecutionError) return refused(reason.message, 1, `${reason.written}\n`);
		throw reason;
	}
}

/** docker events tries the template on an empty message before it listens; then it prints one line for each. */
export function eventPrinter(
	format: string,
	empty: GoValue,
	version: 20 | 26,
): { readonly line: (message: GoValue) => string } | { readonly refusal: Printed } {
	try {
		const template = templateOf(format, version);
		execute(template, empty, { functions });
		return { line: (message) => `${execute(template, message, { functions })}\n` };
	} catch (reason) {
		if (!isTemplateMistake(reason)) throw reason;
		return { refusal: refused(`Error parsing format: ${reason.message}`, 64) };
	}
}
