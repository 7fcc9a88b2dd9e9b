/** `--format` of the lists: a template per row, and the head of a table (docker/cli: cli/command/formatter/formatter.go). */
import { tabulated } from '../go/tabwriter.ts';
import { GoStruct, type GoValue } from '../go/value.ts';
import { execute, ExecutionError } from '../template/execute.ts';
import { functionNames, functions, headerFunctions } from '../template/functions.ts';
import type { Template } from '../template/node.ts';
import { parseTemplate, TemplateError } from '../template/parse.ts';
import type { Printed } from './inspect.ts';

/** What is written above each column, by the name of the method that fills it. */
export type Headers = Readonly<Record<string, string>>;

export interface RowsToPrint {
	/** The version of the client: `json` alone is a format of 26.1. */
	readonly version: 20 | 26;
	readonly format: string;
	readonly headers: Headers;
	readonly rows: readonly GoStruct[];
}

export const isTable = (format: string): boolean => format.startsWith('table');

/** The template proper: without `table`, with \t and \n for tabs and new lines. */
function templateText(format: string, version: 20 | 26): string {
	const text = isTable(format)
		? format.slice(5)
		: format === 'json' && version === 26
			? '{{json .}}'
			: format;
	return text
		.replace(/^ +| +$/g, '')
		.replaceAll('\\t', '\t')
		.replaceAll('\\n', '\n');
}

/** Above a label stands the last part of its name. */
const labelHeader = (name: GoValue): string => String(name).replace(/^.*\./s, '').replace(/[-_]/g, ' ');

/** Mistakes in the head of a table are not reported: what was written stays. */
function header(template: Template, headers: Headers): string {
	try {
		const head = new GoStruct('formatter.SubHeaderContext', { ...headers, Label: labelHeader });
		return execute(template, head, { functions: headerFunctions, isLenient: true });
	} catch (reason) {
		if (reason instanceof ExecutionError) return reason.written;
		throw reason;
	}
}

/** The text of the rows; throws TemplateError or ExecutionError. */
export function rowsText({ version, format, headers, rows }: RowsToPrint): string {
	const template = parseTemplate(templateText(format, version), functionNames);
	const lines = rows.map((row) => `${execute(template, row, { functions })}\n`).join('');
	return isTable(format)
		? tabulated(`${header(template, headers)}\n${lines}`, { hasWide: version === 26 })
		: lines;
}

export const isTemplateMistake = (reason: unknown): reason is Error =>
	reason instanceof TemplateError || reason instanceof ExecutionError;

export function printedRows(asked: RowsToPrint): Printed {
	try {
		return { stdout: rowsText(asked), stderr: '', exit: 0 };
	} catch (reason) {
		if (!isTemplateMistake(reason)) throw reason;
		return { stdout: '', stderr: `template parsing error: ${reason.message}\n`, exit: 1 };
	}
}
