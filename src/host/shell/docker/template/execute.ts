/** A template applied to a value: text/template/exec.go. */
import { goText } from '../go/print.ts';
import { isMap, isSlice, isStruct, isTrue, sortedKeys, typeName, type GoValue } from '../go/value.ts';
import { goQuote } from '../../../go/quote.ts';
import { CallError, type TemplateFunction } from './functions.ts';
import {
	commandText,
	operandText,
	pipeText,
	type Command,
	type Node,
	type Operand,
	type Pipe,
	type Template,
} from './node.ts';

/** What was written until a template failed, and why it did. */
export class ExecutionError extends Error {
	readonly written: string;

	constructor(message: string, written: string) {
		super(message);
		this.written = written;
	}
}

export interface ExecuteOptions {
	readonly functions: Readonly<Record<string, TemplateFunction>>;
	/** missingkey=error: a key that a map does not have is a mistake. */
	readonly isStrict?: boolean;
	/** A struct that is a map with methods: what it does not have is no value. */
	readonly isLenient?: boolean;
}

interface Variable {
	readonly name: string;
	value: GoValue;
}

interface State {
	readonly template: Template;
	readonly options: ExecuteOptions;
	readonly out: string[];
	variables: Variable[];
	depth: number;
}

class Failure extends Error {}
class Leave extends Error {
	readonly isBreak: boolean;
	constructor(isBreak: boolean) {
		super();
		this.isBreak = isBreak;
	}
}

/** Where in the text a failure lies: line and byte of the line, from 0. */
function place(template: Template, at: number): string {
	const before = template.text.slice(0, at);
	const line = before.split('\n').length;
	const column = new TextEncoder().encode(before.slice(before.lastIndexOf('\n') + 1)).length;
	return `${template.name}:${line}:${column}`;
}

function fail(state: State, at: number, context: string, reason: string): never {
	throw new Failure(
		`template: ${place(state.template, at)}: executing ${goQuote(state.template.name)} at <${context}>: ${reason}`,
	);
}

function failAt(state: State, node: Operand, reason: string): never {
	return fail(state, node.at, node.kind === 'pipe' ? pipeText(node) : operandText(node), reason);
}

function field(
	state: State,
	node: Operand,
	receiver: GoValue,
	name: string,
	args: readonly GoValue[],
	isInterface: boolean,
): GoValue {
	if (receiver === undefined) {
		if (!state.options.isStrict) return undefined;
		return failAt(state, node, `nil data; no entry for key ${goQuote(name)}`);
	}
	if (receiver === null) return failAt(state, node, `nil pointer evaluating interface {}.${name}`);
	if (isStruct(receiver)) return member(state, node, receiver.members, receiver.type, name, args);
	if (!isMap(receiver))
		return failAt(
			state,
			node,
			`can't evaluate field ${name} in type ${isInterface ? 'interface {}' : typeName(receiver)}`,
		);
	if (args.length) return failAt(state, node, `${name} is not a method but has arguments`);
	if (!(name in receiver) && state.options.isStrict)
		return failAt(state, node, `map has no entry for key ${goQuote(name)}`);
	return receiver[name];
}

function member(
	state: State,
	node: Operand,
	members: Readonly<Record<string, unknown>>,
	type: string,
	name: string,
	args: readonly GoValue[],
): GoValue {
	if (!Object.hasOwn(members, name))
		return failAt(state, node, `can't evaluate field ${name} in type ${type}`);
	const found = members[name] as GoValue | ((...args: readonly GoValue[]) => GoValue);
	if (typeof found !== 'function')
		return args.length
			? failAt(state, node, `${name} has arguments but cannot be invoked as function`)
			: found;
	if (found.length !== args.length)
		return failAt(state, node, `wrong number of args for ${name}: want ${found.length} got ${args.length}`);
	return found(...args);
}

const isOfStrings = (map: Readonly<Record<string, GoValue>>): boolean =>
	Object.values(map).every((value) => typeof value === 'string');

function chain(
	state: State,
	node: Operand,
	start: GoValue,
	names: readonly string[],
	args: readonly GoValue[],
): GoValue {
	let value = start;
	// What a map of anything holds has no type of its own until it is looked at.
	let isInterface = state.options.isStrict ?? false;
	for (const [i, name] of names.entries()) {
		const found = field(state, node, value, name, i === names.length - 1 ? args : [], isInterface);
		isInterface ||= isMap(value) && !isOfStrings(value);
		value = found;
	}
	return value;
}

function variable(state: State, name: string): GoValue {
	return state.variables.findLast((known) => known.name === name)?.value;
}

/** An operand that stands as an argument, or alone. */
function operand(state: State, dot: GoValue, node: Operand, args: readonly GoValue[] = []): GoValue {
	switch (node.kind) {
		case 'dot':
			return dot;
		case 'nil':
			return null;
		case 'bool':
		case 'number':
		case 'string':
			return node.value;
		case 'field':
			return chain(state, node, dot, node.names, args);
		case 'variable': {
			const [name = '', ...names] = node.names;
			return chain(state, node, variable(state, name), names, args);
		}
		case 'chain':
			return chain(state, node, operand(state, dot, node.base), node.names, args);
		case 'identifier':
			return called(state, dot, { at: node.at, words: [node] }, []);
		case 'pipe':
			return pipeline(state, dot, node);
	}
}

/** Why a value cannot be an argument of this type, if so. */
function mismatch(state: State, value: GoValue, type: string): string | undefined {
	if (type === 'any' || type === '…') return undefined;
	const isFit =
		(type === 'string' && typeof value === 'string') ||
		(type === 'int' && typeof value === 'number') ||
		(type === '[]string' &&
			!state.options.isStrict &&
			isSlice(value) &&
			value.every((item) => typeof item === 'string'));
	if (isFit) return undefined;
	if (value === undefined) return `invalid value; expected ${type}`;
	const own = isSlice(value) && state.options.isStrict ? '[]interface {}' : typeName(value);
	return `wrong type for value; expected ${type}; got ${own}`;
}

function called(state: State, dot: GoValue, command: Command, last: readonly GoValue[]): GoValue {
	const [head, ...rest] = command.words;
	const name = head.kind === 'identifier' ? head.name : '';
	const { takes, call } = state.options.functions[name]!;
	const isVariadic = takes.at(-1) === '…';
	const least = isVariadic ? takes.length - 1 : takes.length;
	const count = rest.length + last.length;
	const wrongCount = (want: string) =>
		failAt(state, head, `wrong number of args for ${name}: want ${want} got ${count}`);
	if (count < least) wrongCount(isVariadic ? `at least ${least}` : String(least));
	if (!isVariadic && count > least) wrongCount(String(least));
	if (name === 'and' || name === 'or') return shortCircuit(state, dot, name === 'and', rest, last);
	const args = rest.map((word, i) => argument(state, dot, word, takes[Math.min(i, takes.length - 1)]!));
	for (const value of last) {
		const wrong = mismatch(state, value, takes[Math.min(args.length, takes.length - 1)]!);
		if (wrong) failAt(state, head, wrong);
	}
	try {
		return call(...args, ...last);
	} catch (reason) {
		if (!(reason instanceof CallError)) throw reason;
		return fail(state, command.at, commandText(command), `error calling ${name}: ${reason.message}`);
	}
}

function argument(state: State, dot: GoValue, node: Operand, type: string): GoValue {
	const value = operand(state, dot, node);
	const isConstant = ['number', 'string', 'bool'].includes(node.kind);
	const wrong = mismatch(state, value, type);
	if (!wrong) return value;
	if (isConstant)
		return failAt(state, node, `expected ${type === 'int' ? 'integer' : type}; found ${operandText(node)}`);
	return failAt(state, node, wrong);
}

/** `and` and `or` look no further than they must. */
function shortCircuit(
	state: State,
	dot: GoValue,
	isAnd: boolean,
	words: readonly Operand[],
	last: readonly GoValue[],
): GoValue {
	let value: GoValue;
	for (const word of words) {
		value = operand(state, dot, word);
		if (isTrue(value) !== isAnd) return value;
	}
	return last.length ? last[0] : value;
}

function evaluated(state: State, dot: GoValue, command: Command, last: readonly GoValue[]): GoValue {
	const [head, ...rest] = command.words;
	if (head.kind === 'identifier') return called(state, dot, command, last);
	const hasArgs = rest.length + last.length > 0;
	if (head.kind === 'field' || head.kind === 'variable' || head.kind === 'chain') {
		const args = [...rest.map((word) => operand(state, dot, word)), ...last];
		return operand(state, dot, head, args);
	}
	if (hasArgs) failAt(state, head, `can't give argument to non-function ${operandText(head)}`);
	if (head.kind === 'nil') failAt(state, head, 'nil is not a command');
	return operand(state, dot, head);
}

function pipeline(state: State, dot: GoValue, pipe: Pipe): GoValue {
	let last: readonly GoValue[] = [];
	for (const command of pipe.commands) last = [evaluated(state, dot, command, last)];
	const value = last[0];
	for (const name of pipe.variables) {
		const known = pipe.isAssignment ? state.variables.findLast((one) => one.name === name) : undefined;
		if (known) known.value = value;
		else state.variables.push({ name, value });
	}
	return value;
}

/** Keys or places with their values, in the order in which Go ranges over them. */
function elements(state: State, pipe: Pipe, value: GoValue): [GoValue, GoValue][] {
	if (value === undefined || value === null) return [];
	if (isSlice(value)) return value.map((item, i) => [i, item]);
	if (isMap(value)) return sortedKeys(value).map((key) => [key, value[key]]);
	const { words } = pipe.commands.at(-1)!;
	return failAt(state, words.at(-1)!, `range can't iterate over ${goText(value)}`);
}

function range(state: State, dot: GoValue, node: Extract<Node, { kind: 'if' | 'with' | 'range' }>): void {
	const { pipe, body, otherwise } = node;
	const known = state.variables.length;
	const all = elements(state, pipe, pipeline(state, dot, { ...pipe, variables: [] }));
	if (!all.length) walk(state, dot, otherwise);
	for (const [key, value] of all) {
		const [first, second] = pipe.variables;
		if (first) state.variables.push({ name: first, value: second ? key : value });
		if (second) state.variables.push({ name: second, value });
		try {
			walk(state, value, body);
		} catch (reason) {
			if (!(reason instanceof Leave)) throw reason;
			if (reason.isBreak) break;
		} finally {
			state.variables.length = known;
		}
	}
}

function branch(state: State, dot: GoValue, node: Extract<Node, { kind: 'if' | 'with' | 'range' }>): void {
	const known = state.variables.length;
	const value = pipeline(state, dot, node.pipe);
	if (!isTrue(value)) walk(state, dot, node.otherwise);
	else walk(state, node.kind === 'with' ? value : dot, node.body);
	state.variables.length = known;
}

function include(state: State, dot: GoValue, node: Extract<Node, { kind: 'template' }>): void {
	const body = state.template.defined.get(node.name);
	const context = `{{template ${goQuote(node.name)}${node.pipe ? ` ${pipeText(node.pipe)}` : ''}}}`;
	if (!body) return fail(state, node.at, context, `template ${goQuote(node.name)} not defined`);
	if (state.depth >= 1000) return fail(state, node.at, context, 'exceeded maximum template depth (100000)');
	const value = node.pipe ? pipeline(state, dot, node.pipe) : undefined;
	const inner: State = { ...state, variables: [{ name: '$', value }], depth: state.depth + 1 };
	walk(inner, value, body);
}

function walk(state: State, dot: GoValue, nodes: readonly Node[]): void {
	for (const node of nodes) {
		if (node.kind === 'text') state.out.push(node.text);
		else if (node.kind === 'action') {
			const value = pipeline(state, dot, node.pipe);
			if (!node.pipe.variables.length) state.out.push(goText(value));
		} else if (node.kind === 'range') range(state, dot, node);
		else if (node.kind === 'if' || node.kind === 'with') branch(state, dot, node);
		else if (node.kind === 'template') include(state, dot, node);
		else throw new Leave(node.kind === 'break');
	}
}

/** The text of the template for this value; throws ExecutionError. */
export function execute(template: Template, value: GoValue, options: ExecuteOptions): string {
	const out: string[] = [];
	const state: State = { template, options, out, variables: [{ name: '$', value }], depth: 0 };
	try {
		walk(state, value, template.body);
	} catch (reason) {
		if (reason instanceof Failure) throw new ExecutionError(reason.message, out.join(''));
		throw reason;
	}
	return out.join('');
}
