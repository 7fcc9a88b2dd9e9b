/** File modes as chmod(1) takes them: `755`, `u+x,go-w`; undefined for what is no mode. */
const WHO: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 };
const BITS: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111, s: 0o6000, t: 0o1000 };

const permissions = (letters: string, mode: number, isDirectory: boolean): number => {
	let bits = 0;
	for (const letter of letters)
		bits |= letter === 'X' ? (isDirectory || mode & 0o111 ? 0o111 : 0) : (BITS[letter] ?? 0);
	return bits;
};

export const changedMode = (text: string, mode: number, isDirectory: boolean): number | undefined => {
	if (/^[0-7]{1,4}$/.test(text)) return parseInt(text, 8);
	let result = mode;
	for (const clause of text.split(',')) {
		const found = /^([ugoa]*)((?:[-+=][rwxXst]*)+)$/.exec(clause);
		if (!found) return undefined;
		const who = [...(found[1] || 'a')].reduce((mask, letter) => mask | WHO[letter]!, 0);
		for (const [, operator, letters = ''] of found[2]!.matchAll(/([-+=])([rwxXst]*)/g)) {
			const bits = permissions(letters, result, isDirectory) & (who | (letters.includes('t') ? 0o1000 : 0));
			result =
				operator === '+'
					? result | bits
					: operator === '-'
						? result & ~bits
						: (result & ~(who & 0o777)) | bits;
		}
	}
	return result;
};
