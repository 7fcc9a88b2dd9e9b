/** How the end of a value is read aloud in Korean, as one syllable: what a particle has to agree with. */
const DIGITS = '영일이삼사오육칠팔구';
const LETTERS: Readonly<Record<string, string>> = {
	...{ a: '이', b: '비', c: '시', d: '디', e: '이', f: '프', g: '지', h: '치', i: '이', j: '이' },
	...{ k: '이', l: '엘', m: '엠', n: '엔', o: '오', p: '피', q: '큐', r: '르', s: '스', t: '티' },
	...{ u: '유', v: '이', w: '유', x: '스', y: '이', z: '트' },
};
/** Words that are spelled out, or said otherwise than their letters suggest. */
const SAID: Readonly<Record<string, string>> = {
	...{ ipc: '시', uts: '스', pid: '디', uid: '디', gid: '디', tcp: '피', udp: '피', http: '피', icmp: '피' },
	...{ cpu: '유', api: '이', cli: '이', check: '크', root: '트', boot: '트', bridge: '지', daemon: '몬' },
	...{
		mnt: '트',
		dns: '스',
		nat: '트',
		snat: '트',
		dnat: '트',
		napt: '트',
		exit: '트',
		bit: '트',
		byte: '트',
	},
	...{ http2: '투', php: '피', tmp: '피', mib: '트', kib: '트', gib: '트', mb: '트', kb: '트', gb: '트' },
};
const ENDINGS: readonly (readonly [RegExp, string])[] = [
	[/ng$/, '잉'],
	[/le?$/, '을'],
	[/me?$/, '음'],
	[/ne?$/, '은'],
	[/([^aeiou]|^)[aeiou]b$|eb$/, '웹'],
	[/[aeiou]pp?$/, '입'],
	[/[aeiou]c?k$|ck$/, '악'],
	[/[aeiou]c$/, '엑'],
	[/[aeiou]t$/, '엣'],
];

function ofWord(word: string): string {
	const lower = word.toLowerCase();
	const said = SAID[lower];
	if (said) return said;
	const isSpelled = lower.length <= 2 || !/[aeiouy]/.test(lower) || /^[A-Z]{1,3}$/.test(word);
	if (isSpelled) return LETTERS[lower.at(-1) ?? ''] ?? '';
	return ENDINGS.find(([pattern]) => pattern.test(lower))?.[1] ?? '으';
}

/** The last syllable of a value as it is said; a mark of quotation or a bracket at its end is not said. */
export function reading(value: string): string {
	const said = value.normalize('NFC').replace(/[^\p{L}\p{N}%]+$/u, '');
	const last = said.at(-1) ?? '';
	if (last === '%') return '트';
	if (/(^|[^A-Za-z0-9])[A-Za-z]+0$/.test(said)) return '로'; // docker0, eth0: the 0 of a name is 제로
	if (/[0-9]/.test(last)) return /[1-9]0000$/.test(said) ? '만' : (DIGITS[Number(last)] ?? '');
	const word = /[A-Za-z]+$/.exec(said)?.[0];
	return word ? ofWord(word) : last;
}
