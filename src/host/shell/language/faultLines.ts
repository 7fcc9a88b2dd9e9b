/** What a shell prints about what it could not read. */
import type { Dialect } from './script.ts';
import type { Fault } from './syntaxError.ts';

const shown = (token: string) => (token === '\n' ? 'newline' : token);

const bashLines = (fault: Fault, source: string): string[] => {
	switch (fault.kind) {
		case 'token':
			return [`syntax error near unexpected token \`${shown(fault.token)}'`, `\`${source}'`];
		case 'quote':
			return [`unexpected EOF while looking for matching \`${fault.quote}'`];
		case 'end':
			return ['syntax error: unexpected end of file'];
		case 'substitution':
			return [`${fault.text}: bad substitution`];
		case 'missing':
			return [`${fault.what}: real, but not simulated here`];
	}
};

const almquistLine = (fault: Fault, dialect: Dialect): string => {
	const isDash = dialect === 'dash';
	const word = (text: string) =>
		text === '\n' ? 'newline' : isDash || text !== 'end of file' ? `"${text}"` : text;
	const expecting = 'expecting' in fault && fault.expecting ? ` (expecting "${fault.expecting}")` : '';
	switch (fault.kind) {
		case 'token':
			return isDash
				? `Syntax error: ${word(fault.token)} unexpected${expecting}`
				: `syntax error: unexpected ${word(fault.token)}${expecting}`;
		case 'quote':
			return isDash ? 'Syntax error: Unterminated quoted string' : 'syntax error: unterminated quoted string';
		case 'end':
			return isDash
				? `Syntax error: end of file unexpected${expecting}`
				: `syntax error: unexpected end of file${expecting}`;
		case 'substitution':
			return isDash ? 'Bad substitution' : 'syntax error: bad substitution';
		case 'missing':
			return `${fault.what}: real, but not simulated here`;
	}
};

/** The lines a shell prints about it, without its own name. `source` is the line that could not be read. */
export const faultLines = (fault: Fault, dialect: Dialect, source: string): string[] =>
	dialect === 'bash' ? bashLines(fault, source) : [almquistLine(fault, dialect)];
