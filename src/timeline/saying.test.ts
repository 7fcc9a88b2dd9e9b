import { describe, expect, it } from 'vitest';
import en from '../locales/en/beats.json';
import ko from '../locales/ko/beats.json';
import { saidKinds } from './saying.ts';

describe('sentences of beats', () => {
	it('every kind of event has one in every language', () => {
		for (const words of [ko, en] as Record<string, string>[])
			expect(saidKinds.filter((kind) => kind !== 'engine.daemon' && !(kind in words))).toEqual([]);
	});

	it('the languages have the same sentences', () => {
		expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort());
	});

	it('every sentence is of a kind there is', () => {
		expect(
			Object.keys(ko).filter((key) => !saidKinds.some((kind) => key === kind || key.startsWith(`${kind}.`))),
		).toEqual([]);
	});
});
