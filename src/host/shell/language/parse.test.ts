import { loadAll } from '../../late.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, units } from './parse.ts';
import type { Dialect } from './script.ts';
import { ShellSyntaxError } from './syntaxError.ts';
import { faultLines } from './faultLines.ts';

await loadAll();

const fault = (source: string, dialect: Dialect = 'bash'): string[] => {
	try {
		parse(source, dialect);
		return [];
	} catch (error) {
		if (!(error instanceof ShellSyntaxError)) throw error;
		return faultLines(error.fault, dialect, source);
	}
};

describe('parse', () => {
	it('reads lists, pipelines and their operators', () => {
		const [first, second] = parse('a | b && ! c & d');
		expect(first!.operators).toEqual(['&&']);
		expect(first!.isBackground).toBe(true);
		expect(first!.pipelines.map(({ commands, isNegated }) => [commands.length, isNegated])).toEqual([
			[2, false],
			[1, true],
		]);
		expect(second!.source).toBe('d');
	});

	it('keeps quotes apart from what is expanded', () => {
		const [item] = parse(`echo a"b $c"'d'`);
		const command = item!.pipelines[0]!.commands[0]!;
		expect(command.kind === 'simple' && command.words[1]!.parts).toEqual([
			{ kind: 'text', text: 'a', isQuoted: false },
			{ kind: 'text', text: 'b ', isQuoted: true },
			{ kind: 'parameter', name: 'c', operator: '', isQuoted: true },
			{ kind: 'text', text: 'd', isQuoted: true },
		]);
	});

	it('takes the text of here-documents from the lines below', () => {
		const [item] = parse("cat <<'A' <<-B\n$x\nA\n\ty\n\tB\necho after");
		const { redirects } = item!.pipelines[0]!.commands[0]!;
		expect(redirects.map(({ target }) => target.source)).toEqual(['$x\n', 'y\n']);
	});

	it('gives a script line by line, so that lines before a fault run', () => {
		const read = units('echo 1\necho 2; )\n', 'bash');
		expect(read.next().value).toMatchObject({ isLast: false });
		expect(() => read.next()).toThrow(ShellSyntaxError);
	});

	it.each<[string, Dialect, string]>([
		['echo )', 'bash', "syntax error near unexpected token `)'"],
		['echo )', 'dash', 'Syntax error: ")" unexpected'],
		['echo )', 'ash', 'syntax error: unexpected ")"'],
		['echo "a', 'bash', 'unexpected EOF while looking for matching `"\''],
		['echo "a', 'dash', 'Syntax error: Unterminated quoted string'],
		['if true; then x', 'bash', 'syntax error: unexpected end of file'],
		['if true; fi', 'dash', 'Syntax error: "fi" unexpected (expecting "then")'],
		['echo ${x!y}', 'bash', '${x!y}: bad substitution'],
		['a=(1 2)', 'bash', 'arrays: real, but not simulated here'],
	])('says of %s in %s: %s', (source, dialect, text) => {
		expect(fault(source, dialect)[0]).toBe(text);
	});

	it('throws nothing but its own error, whatever it is given', () => {
		const token = fc.oneof(
			fc.constantFrom(
				...[
					'$(',
					')',
					'`',
					'"',
					"'",
					'${',
					'}',
					'((',
					'))',
					'[[',
					']]',
					'<<E\n',
					'\n',
					';;',
					'&',
					'|',
					'\\',
					'#',
					'!',
					' ',
				],
			),
			fc.constantFrom(
				'if',
				'then',
				'fi',
				'for',
				'in',
				'do',
				'done',
				'case',
				'esac',
				'while',
				'x=',
				'f()',
				'{',
				'echo',
				'$((',
				'<',
				'>&',
			),
			fc.string({ maxLength: 4 }),
		);
		fc.assert(
			fc.property(
				fc.array(token, { maxLength: 25 }),
				fc.constantFrom<Dialect>('bash', 'dash', 'ash'),
				(tokens, dialect) => {
					for (const separator of ['', ' '])
						try {
							parse(tokens.join(separator), dialect);
						} catch (error) {
							if (!(error instanceof ShellSyntaxError)) throw error;
						}
				},
			),
			{ numRuns: 2000 },
		);
	});
});
