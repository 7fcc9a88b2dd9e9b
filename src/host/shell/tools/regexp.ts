/** POSIX regular expressions as JavaScript's (regex(7)). Back-references and GNU's \w \s \b \< \> come through. */
import { bracketSource, regexpOf } from '../language/pattern.ts';

/** In basic expressions these are operators only after a backslash, in extended ones only without. */
const TURNING = '+?|(){}';

const bracket = /^\[(\^?)(\]?(?:\[:\w+:\]|\[[.=][^\]]*[.=]\]|[^\]])*)\]/;

export const expressionSource = (pattern: string, isExtended: boolean): string => {
	let source = '';
	for (let i = 0; i < pattern.length; i++) {
		const char = pattern[i]!;
		const next = pattern[i + 1] ?? '';
		const found = char === '[' ? bracket.exec(pattern.slice(i)) : null;
		const isStart = source === '' || /(?:^|[^\\])[(|]$/.test(source);
		if (found) {
			source += `[${found[1]}${bracketSource(found[2]!)}]`;
			i += found[0].length - 1;
		} else if (char === '\\') {
			i++;
			if (next === '<' || next === '>') source += '\\b';
			else if (next === '`') source += '^';
			else if (next === "'") source += '$';
			else if (TURNING.includes(next) && next) source += isExtended ? `\\${next}` : next;
			else source += /[\w]/.test(next) || next === '' ? `\\${next || '\\'}` : `\\${next}`;
		} else if (char === '*' && isStart) source += '\\*';
		else if (TURNING.includes(char))
			source += isExtended && !(char === '{' && !/^\{\d*,?\d*\}/.test(pattern.slice(i))) ? char : `\\${char}`;
		else if (char === '^' && !isExtended && !isStart) source += '\\^';
		else if (
			char === '$' &&
			!isExtended &&
			i < pattern.length - 1 &&
			pattern.slice(i + 1, i + 3) !== '\\)' &&
			pattern.slice(i + 1, i + 3) !== '\\|'
		)
			source += '\\$';
		else source += char === '/' ? '\\/' : char === ']' ? '\\]' : char;
	}
	return source;
};

export const expression = (pattern: string, isExtended: boolean, flags = ''): RegExp =>
	regexpOf(expressionSource(pattern, isExtended), flags);
