/** tr (POSIX.1, GNU coreutils). */
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { unescapedText } from './echo.ts';
import { optionsOf } from './options.ts';

const CLASSES: Readonly<Record<string, readonly [number, number][]>> = {
	upper: [[65, 90]],
	lower: [[97, 122]],
	digit: [[48, 57]],
	alpha: [
		[65, 90],
		[97, 122],
	],
	alnum: [
		[48, 57],
		[65, 90],
		[97, 122],
	],
	space: [
		[9, 13],
		[32, 32],
	],
	blank: [
		[9, 9],
		[32, 32],
	],
	punct: [
		[33, 47],
		[58, 64],
		[91, 96],
		[123, 126],
	],
	print: [[32, 126]],
	cntrl: [
		[0, 31],
		[127, 127],
	],
	xdigit: [
		[48, 57],
		[65, 70],
		[97, 102],
	],
};

/** `a-z`, `[:upper:]`, `\n` as the characters they stand for. */
export const charactersOf = (set: string): string[] => {
	const plain: { char: string; isRange: boolean }[] = [];
	for (const [all, name, escape] of set.matchAll(/\[:(\w+):\]|(\\(?:[0-7]{1,3}|[\s\S]))|[\s\S]/gu)) {
		if (name)
			for (const [from, to] of CLASSES[name] ?? [])
				for (let code = from; code <= to; code++)
					plain.push({ char: String.fromCharCode(code), isRange: false });
		else if (escape)
			plain.push({
				char: /^\\[0-7]/.test(escape)
					? String.fromCharCode(parseInt(escape.slice(1), 8))
					: unescapedText(escape).text.replace(/^\\(.)$/, '$1'),
				isRange: false,
			});
		else plain.push({ char: all, isRange: all === '-' });
	}
	const out: string[] = [];
	for (let i = 0; i < plain.length; i++) {
		const last = plain[i + 2];
		if (!plain[i + 1]?.isRange || !last) {
			out.push(plain[i]!.char);
			continue;
		}
		for (let code = plain[i]!.char.codePointAt(0)!; code <= last.char.codePointAt(0)!; code++)
			out.push(String.fromCodePoint(code));
		i += 2;
	}
	return out;
};

export const translated = (
	text: string,
	flags: string,
	first: string,
	second: string | undefined,
): string => {
	const set = charactersOf(first);
	const isOf = (char: string) => set.includes(char) !== flags.includes('c');
	const to = second === undefined ? [] : charactersOf(second);
	const change = (char: string): string => {
		if (!isOf(char)) return char;
		if (flags.includes('d')) return '';
		return to.length ? (flags.includes('c') ? to.at(-1)! : (to[set.lastIndexOf(char)] ?? to.at(-1)!)) : char;
	};
	const changed = [...text].map(change).join('');
	if (!flags.includes('s')) return changed;
	const squeezed = second === undefined ? set : to;
	const isSqueezed = (char: string) => (second === undefined ? isOf(char) : squeezed.includes(char));
	return [...changed].filter((char, i, all) => char !== all[i - 1] || !isSqueezed(char)).join('');
};

export function* tr(call: Call): Running<number> {
	const options = optionsOf(call, 'dscCt', {
		long: { delete: 'd', 'squeeze-repeats': 's', complement: 'c' },
		stops: true,
	});
	const [first, second] = options.rest;
	if (first === undefined || (second === undefined && !options.has('d') && !options.has('s')))
		return call.misused(
			first === undefined ? 'missing operand' : `missing operand after ${call.quoted(first)}`,
		);
	const flags = [...'dsc']
		.filter((letter) => options.has(letter) || (letter === 'c' && options.has('C')))
		.join('');
	call.out(translated(yield* call.input(), flags, first, second));
	return 0;
}
