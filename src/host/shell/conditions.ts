/** `[[ ]]`: tests whose words are not split. */
import type { Running } from '../process.ts';
import { isMatch, regexpOf } from './language/pattern.ts';
import type { Condition } from './language/script.ts';
import { calculate, literally, patternOf } from './expand.ts';
import { compared, isUnaryTrue } from './tools/test.ts';
import { GiveUp, type Shell } from './shell.ts';

export function* isConditionTrue(shell: Shell, condition: Condition): Running<boolean> {
	switch (condition.kind) {
		case 'not':
			return !(yield* isConditionTrue(shell, condition.of));
		case 'and':
			return (
				(yield* isConditionTrue(shell, condition.left)) && (yield* isConditionTrue(shell, condition.right))
			);
		case 'or':
			return (
				(yield* isConditionTrue(shell, condition.left)) || (yield* isConditionTrue(shell, condition.right))
			);
		case 'unary': {
			const text = yield* literally(shell, condition.word);
			return condition.operator === '-v'
				? shell.get(text) !== undefined
				: isUnaryTrue(shell.process, condition.operator, text);
		}
		case 'binary':
			return yield* isBinaryTrue(shell, condition);
	}
}

function* isBinaryTrue(
	shell: Shell,
	{ operator, left, right }: Condition & { readonly kind: 'binary' },
): Running<boolean> {
	const text = yield* literally(shell, left);
	if (operator === '=~') return isExpression(shell, text, yield* patternOf(shell, right));
	if (operator === '=' || operator === '==') return isMatch(yield* patternOf(shell, right), text);
	if (operator === '!=') return !isMatch(yield* patternOf(shell, right), text);
	const other = yield* literally(shell, right);
	if (operator === '<') return text < other;
	if (operator === '>') return text > other;
	if (!/^-(eq|ne|lt|le|gt|ge)$/.test(operator)) return compared(shell.process, text, operator, other);
	return compared(shell.process, String(calculate(shell, text)), operator, String(calculate(shell, other)));
}

const isExpression = (shell: Shell, text: string, source: string): boolean => {
	const found = regexpOf(
		source.replace(/\[\[:(\w+):\]\]/g, (_, name: string) =>
			name === 'digit' ? '[0-9]' : name === 'space' ? '\\s' : '[A-Za-z]',
		),
	).exec(text);
	if (found) shell.set('BASH_REMATCH', found[0]);
	if (source === '') throw new GiveUp(2);
	return found !== null;
};
