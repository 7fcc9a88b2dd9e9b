import { expect, test } from 'vitest';
import { expanded, jsonForm, parseDockerfile, words } from './dockerfile.ts';

test('lines are joined, comments and empty lines left out', () => {
	const steps = parseDockerfile('# x\nFROM busybox\n\nRUN a && \\\n  b\n', true);
	expect(steps.map(({ original, line }) => [original, line])).toEqual([
		['FROM busybox', 2],
		['RUN a &&   b', 4],
	]);
});

test('an unknown instruction is named with its line, and 26.1 suggests another', () => {
	const text = 'FROM busybox\nRUNN x\n';
	expect(() => parseDockerfile(text, true)).toThrow(
		'dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)',
	);
	expect(() => parseDockerfile(text, false)).toThrow(
		'dockerfile parse error line 2: unknown instruction: RUNN',
	);
});

test('flags stand before the rest', () => {
	const [step] = parseDockerfile('COPY --from=0 --chown=1 a b', true);
	expect(step).toMatchObject({ flags: ['--from=0', '--chown=1'], rest: 'a b' });
});

test('words lose their quotes, JSON lists are lists of texts only', () => {
	expect(words(`A="one two" B='$x' C=a\\ b`)).toEqual(['A=one two', 'B=$x', 'C=a b']);
	expect(jsonForm('["a", "b"]')).toEqual(['a', 'b']);
	expect(jsonForm('[1]')).toBeUndefined();
	expect(jsonForm("['a']")).toBeUndefined();
});

test('variables of the build', () => {
	const env = new Map([['A', '1']]);
	expect(expanded('$A ${A} ${B:-two} ${A:+set} ${B:+no} \\$A', env)).toBe('1 1 two set  $A');
});
