/** What `${name…}` makes of a value (POSIX.1 "Parameter Expansion"). */
import { valueOf } from './parameters.ts';
import { trimmed, patternSource, regexpOf } from './language/pattern.ts';
import type { Parameter, Word } from './language/script.ts';
import type { Running } from '../process.ts';
import { calculated, literally, patternOf } from './expand.ts';
import { GiveUp, type Shell } from './shell.ts';

const unset = (shell: Shell, name: string, text?: string): never => {
	shell.complain(`${name}: ${text ?? (shell.isBash ? 'unbound variable' : 'parameter not set')}`);
	throw new GiveUp(shell.isBash ? 127 : 2, true);
};

/** An unset variable: nothing, or an error under set -u. */
const missing = (shell: Shell, name: string): string =>
	shell.options.has('u') && !'@*'.includes(name) ? unset(shell, name) : '';

function* replaced(
	shell: Shell,
	{ name, operator, word }: Parameter,
	value: string | undefined,
): Running<string | undefined> {
	const isThere = value !== undefined && !(operator[0] === ':' && value === '');
	const kind = operator.at(-1);
	if (kind === '+') return isThere ? yield* literally(shell, word!) : '';
	if (isThere) return value;
	const other = yield* literally(shell, word!);
	if (kind === '?') return unset(shell, name, other || 'parameter null or not set');
	if (kind === '=') shell.set(name, other);
	return other;
}

function* edited(shell: Shell, { operator, word, second }: Parameter, value: string): Running<string> {
	if (operator === ':') return yield* substring(shell, value, word!, second);
	const pattern = yield* patternOf(shell, word!);
	if (/^[#%]/.test(operator)) return trimmed(value, operator, pattern);
	if (operator[0] === '/') {
		const source = patternSource(pattern);
		const anchored = operator === '/#' ? `^(?:${source})` : operator === '/%' ? `(?:${source})$` : source;
		const replacement = second ? yield* literally(shell, second) : '';
		return source === ''
			? value
			: value.replace(regexpOf(anchored, operator === '//' ? 'g' : ''), () => replacement);
	}
	const change = (text: string) => (operator[0] === '^' ? text.toUpperCase() : text.toLowerCase());
	if (operator[0] === '^' || operator[0] === ',')
		return operator.length > 1 ? change(value) : change(value.slice(0, 1)) + value.slice(1);
	if (operator === '@Q') return `'${value.replace(/'/g, `'\\''`)}'`;
	shell.complain(`\${…${operator}}: real, but not simulated here`);
	throw new GiveUp(1);
}

function* substring(shell: Shell, value: string, word: Word, second: Word | undefined): Running<string> {
	const start = Number(yield* calculated(shell, word));
	const from = start < 0 ? value.length + start : start;
	if (from < 0) return '';
	if (!second) return value.slice(from);
	const length = Number(yield* calculated(shell, second));
	return value.slice(from, length < 0 ? value.length + length : from + length);
}

/** The value under its operator; undefined where it is unset and nothing replaces it. */
export function* formedValue(shell: Shell, part: Parameter): Running<string | undefined> {
	const name = part.operator === 'indirect' ? (valueOf(shell, part.name) ?? '') : part.name;
	const value = valueOf(shell, name);
	const { operator } = part;
	if (operator === 'length')
		return String(
			'@*'.includes(name) ? shell.parameters.length : [...(value ?? missing(shell, name))].length,
		);
	if (/^:?[-=?+]$/.test(operator)) return yield* replaced(shell, part, value);
	if (operator === '' || operator === 'indirect') return value ?? missing(shell, name);
	return yield* edited(shell, part, value ?? missing(shell, name));
}
