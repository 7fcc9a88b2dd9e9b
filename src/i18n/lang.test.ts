import { expect, test } from 'vitest';
import { isLang, LANGS } from './lang.ts';

test('only the languages that have a folder are languages', () => {
	expect(LANGS.every(isLang)).toBe(true);
	expect(isLang('fr')).toBe(false);
});
