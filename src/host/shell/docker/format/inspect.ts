/** `--format` of the inspect commands (docker/cli: cli/command/inspect/inspector.go). */
import { isMap, isSlice, type GoValue } from '../go/value.ts';
import { execute, ExecutionError } from '../template/execute.ts';
import { functionNames, functions } from '../template/functions.ts';
import type { Template } from '../template/node.ts';
import { parseTemplate, TemplateError } from '../template/parse.ts';

export interface Printed {
	readonly stdout: string;
	readonly stderr: string;
	readonly exit: number;
}

/** What was found for one name: the client's own struct, and the JSON as the engine sent it; or why nothing was. */
export type Found = { readonly typed: GoValue; readonly raw?: GoValue } | { readonly error: string };

/** Indented by four, as without --format; the order of the keys is kept. */
export function indentedJson(value: unknown): string {
	return JSON.stringify(value, null, 4)
		.replace(/\[\s+\]/g, '[]')
		.replace(/\{\s+\}/g, '{}');
}

/** In a map read from JSON null is no value at all. */
function untyped(value: GoValue): GoValue {
	if (value === null) return undefined;
	if (isSlice(value)) return value.map(untyped);
	if (!isMap(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, untyped(item)]));
}

function rendered(template: Template, found: Exclude<Found, { error: string }>): string {
	try {
		return execute(template, found.typed, { functions });
	} catch (reason) {
		if (!(reason instanceof ExecutionError) || found.raw === undefined) throw reason;
		return execute(template, untyped(found.raw), { functions, isStrict: true });
	}
}

function formatted(template: Template, all: readonly Found[]): { text: string; errors: string[] } {
	const errors: string[] = [];
	let text = '';
	for (const found of all) {
		if ('error' in found) {
			errors.push(found.error);
			continue;
		}
		try {
			text += `${rendered(template, found)}\n`;
		} catch (reason) {
			if (!(reason instanceof ExecutionError)) throw reason;
			errors.push(`template parsing error: ${reason.message}`);
		}
	}
	return { text: text || '\n', errors };
}

/** The elements as they are: indented, or in one line for `json`. */
function plain(all: readonly Found[], isCompact: boolean): { text: string; errors: string[] } {
	const elements = all.flatMap((found) => ('error' in found ? [] : [found.raw ?? found.typed]));
	const errors = all.flatMap((found) => ('error' in found ? [found.error] : []));
	return { text: `${isCompact ? JSON.stringify(elements) : indentedJson(elements)}\n`, errors };
}

export function inspected(format: string, all: readonly Found[], version: 20 | 26): Printed {
	let template: Template | undefined;
	try {
		if (format && !(format === 'json' && version === 26)) template = parseTemplate(format, functionNames);
	} catch (reason) {
		if (!(reason instanceof TemplateError)) throw reason;
		return { stdout: '', stderr: `template parsing error: ${reason.message}\n`, exit: 64 };
	}
	const { text, errors } = template ? formatted(template, all) : plain(all, format === 'json');
	return {
		stdout: text,
		stderr: errors.map((error) => `${error}\n`).join(''),
		exit: errors.length ? 1 : 0,
	};
}
