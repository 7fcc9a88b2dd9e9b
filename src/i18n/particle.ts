import { josa } from 'es-hangul';
import { reading } from './reading.ts';

/** Pairs as `after a consonant/after a vowel`; a text may write either order. */
const PAIRS = [
	'으로부터/로부터',
	'으로서/로서',
	'으로써/로써',
	'으로/로',
	'이라는/라는',
	'이라고/라고',
	'이라/라',
	'이란/란',
	'이랑/랑',
	'이나/나',
	'이며/며',
	'이고/고',
	'이다/다',
	'이에요/예요',
	'이었/였',
	'을/를',
	'은/는',
	'이/가',
	'과/와',
	'아/야',
] as const;

const turned = (pair: string): string => pair.split('/').reverse().join('/');

/** Either order of every pair, the longest first. */
export const PARTICLES: readonly string[] = [...PAIRS, ...PAIRS.map(turned)].sort(
	(a, b) => b.length - a.length,
);

/** `로` follows a vowel and also ㄹ; all others ask only whether there is a final consonant. */
function followsAsVowel(syllable: string, pair: string): boolean {
	if (pair.startsWith('으로')) return josa.pick(syllable, '으로/로') === '로';
	return josa.pick(syllable, '을/를') === '를';
}

/** The form of a particle, written as a pair, that agrees with a value. */
export function particle(value: string, pair: string): string {
	const straight = (PAIRS as readonly string[]).includes(pair) ? pair : turned(pair);
	const [afterConsonant = '', afterVowel = ''] = straight.split('/');
	return followsAsVowel(reading(value), straight) ? afterVowel : afterConsonant;
}
