/** The tree of a parsed template: text/template/parse. `at` is where in the text a node stands. */
export type Operand =
	| { readonly kind: 'dot'; readonly at: number }
	| { readonly kind: 'nil'; readonly at: number }
	| { readonly kind: 'bool'; readonly at: number; readonly value: boolean }
	| { readonly kind: 'number'; readonly at: number; readonly text: string; readonly value: number }
	| { readonly kind: 'string'; readonly at: number; readonly text: string; readonly value: string }
	| { readonly kind: 'identifier'; readonly at: number; readonly name: string }
	| { readonly kind: 'field'; readonly at: number; readonly names: readonly string[] }
	| { readonly kind: 'variable'; readonly at: number; readonly names: readonly string[] }
	| { readonly kind: 'chain'; readonly at: number; readonly base: Operand; readonly names: readonly string[] }
	| Pipe;

export interface Command {
	readonly at: number;
	readonly words: readonly [Operand, ...Operand[]];
}

export interface Pipe {
	readonly kind: 'pipe';
	readonly at: number;
	readonly variables: readonly string[];
	readonly isAssignment: boolean;
	readonly commands: readonly Command[];
}

export type Node =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'action'; readonly pipe: Pipe }
	| { readonly kind: 'break' | 'continue' }
	| {
			readonly kind: 'if' | 'with' | 'range';
			readonly pipe: Pipe;
			readonly body: readonly Node[];
			readonly otherwise: readonly Node[];
	  }
	| {
			readonly kind: 'template';
			readonly at: number;
			readonly name: string;
			readonly pipe: Pipe | undefined;
	  };

export interface Template {
	/** What messages call it; most have no name. */
	readonly name: string;
	readonly text: string;
	readonly body: readonly Node[];
	readonly defined: ReadonlyMap<string, readonly Node[]>;
}

const dotted = (names: readonly string[]): string => names.map((name) => `.${name}`).join('');

export function operandText(node: Operand): string {
	switch (node.kind) {
		case 'dot':
			return '.';
		case 'nil':
			return 'nil';
		case 'bool':
			return String(node.value);
		case 'number':
		case 'string':
			return node.text;
		case 'identifier':
			return node.name;
		case 'field':
			return dotted(node.names);
		case 'variable':
			return node.names.join('.');
		case 'chain':
			return (
				(node.base.kind === 'pipe' ? `(${pipeText(node.base)})` : operandText(node.base)) + dotted(node.names)
			);
		case 'pipe':
			return pipeText(node);
	}
}

export const commandText = (command: Command): string =>
	command.words.map((word) => (word.kind === 'pipe' ? `(${pipeText(word)})` : operandText(word))).join(' ');

export function pipeText(pipe: Pipe): string {
	const declared = pipe.variables.length
		? `${pipe.variables.join(', ')} ${pipe.isAssignment ? '=' : ':='} `
		: '';
	return declared + pipe.commands.map(commandText).join(' | ');
}
