/** What a shell could not read: a token where none may stand, or an end before something was closed. */
export type Fault =
	| { readonly kind: 'token'; readonly token: string; readonly expecting?: string }
	| { readonly kind: 'quote'; readonly quote: string }
	| { readonly kind: 'end'; readonly expecting?: string }
	| { readonly kind: 'substitution'; readonly text: string }
	| { readonly kind: 'missing'; readonly what: string };

export class ShellSyntaxError extends Error {
	readonly fault: Fault;
	readonly line: number;
	constructor(fault: Fault, line: number) {
		super(`shell syntax: ${fault.kind}`);
		this.fault = fault;
		this.line = line;
	}
	/** More text could still make it right. */
	get isIncomplete(): boolean {
		return this.fault.kind === 'quote' || this.fault.kind === 'end';
	}
}
