/** Script is what a shell has read: the grammar of POSIX.1 "Shell Command Language" with bash's common additions. */
export type Dialect = 'bash' | 'dash' | 'ash';

export type Part =
	| { readonly kind: 'text'; readonly text: string; readonly isQuoted: boolean }
	| Parameter
	| { readonly kind: 'command'; readonly script: Script; readonly isQuoted: boolean }
	| { readonly kind: 'arithmetic'; readonly expression: Word; readonly isQuoted: boolean };

/** `$name`, `${#name}` (operator 'length'), `${name:-word}` and so on. */
export interface Parameter {
	readonly kind: 'parameter';
	readonly name: string;
	readonly operator: string;
	readonly word?: Word;
	/** Replacement of `/`, length of a substring. */
	readonly second?: Word;
	readonly isQuoted: boolean;
}

export interface Word {
	readonly parts: readonly Part[];
	/** As it was typed. */
	readonly source: string;
}

export interface Redirect {
	readonly fd: number;
	/** `<` `>` `>>` `>|` `<>` `<&` `>&` `&>` `&>>` `<<` `<<<` */
	readonly operator: string;
	/** The file, the descriptor, or the text of a here-document. */
	readonly target: Word;
}

export interface Assignment {
	readonly name: string;
	readonly isAppended: boolean;
	readonly value: Word;
}

export interface Simple {
	readonly kind: 'simple';
	readonly assignments: readonly Assignment[];
	readonly words: readonly Word[];
}

export type Compound =
	| { readonly kind: 'subshell' | 'group'; readonly body: Script }
	| {
			readonly kind: 'if';
			readonly branches: readonly { readonly test: Script; readonly body: Script }[];
			readonly otherwise?: Script;
	  }
	| { readonly kind: 'while'; readonly isUntil: boolean; readonly test: Script; readonly body: Script }
	| { readonly kind: 'for'; readonly name: string; readonly words?: readonly Word[]; readonly body: Script }
	| { readonly kind: 'loop'; readonly parts: readonly [Word, Word, Word]; readonly body: Script }
	| { readonly kind: 'case'; readonly word: Word; readonly arms: readonly Arm[] }
	| { readonly kind: 'condition'; readonly condition: Condition }
	| { readonly kind: 'calculation'; readonly expression: Word }
	| { readonly kind: 'function'; readonly name: string; readonly body: Command };

export interface Arm {
	readonly patterns: readonly Word[];
	readonly body: Script;
	/** `;;` ends, `;&` falls through, `;;&` goes on testing. */
	readonly end: string;
}

/** Inside `[[ ]]`. */
export type Condition =
	| { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
	| { readonly kind: 'not'; readonly of: Condition }
	| { readonly kind: 'unary'; readonly operator: string; readonly word: Word }
	| { readonly kind: 'binary'; readonly operator: string; readonly left: Word; readonly right: Word };

export type Command = (Simple | Compound) & {
	readonly redirects: readonly Redirect[];
	readonly line: number;
	readonly source: string;
};

export interface Pipeline {
	readonly commands: readonly Command[];
	readonly isNegated: boolean;
	readonly isTimed: boolean;
}

/** Pipelines joined by `&&` and `||`; `operators[i]` stands before pipeline i + 1. */
export interface AndOr {
	readonly pipelines: readonly Pipeline[];
	readonly operators: readonly string[];
	readonly isBackground: boolean;
	readonly source: string;
}

export type Script = readonly AndOr[];
