import { expect, test } from 'vitest';
import en from '../locales/en/lecture.json';
import { ACTS, actOf, isAct, KEY_LIST, OWN_ACTS } from './acts.ts';

const press = (key: string, more: object = {}) => ({
	key,
	shiftKey: false,
	altKey: false,
	ctrlKey: false,
	metaKey: false,
	isComposing: false,
	...more,
});

test.each([
	['PageDown', 'next'],
	['ArrowRight', 'next'],
	['ArrowDown', 'next'],
	[' ', 'next'],
	['PageUp', 'back'],
	['ArrowLeft', 'back'],
	['Home', 'first'],
	['End', 'last'],
	['.', 'black'],
	['b', 'black'],
	['B', 'black'],
	['w', 'white'],
	['F', 'full'],
	['F5', 'full'],
	['?', 'keys'],
	['Escape', 'escape'],
	['3', 'choice3'],
	['q', undefined],
])('%j is %s', (key, act) => {
	expect(actOf(press(key))).toBe(act);
});

test('letters go by their place, so that they work while Hangul is on', () => {
	expect(actOf(press('ㅠ', { code: 'KeyB' }))).toBe('black');
	expect(actOf(press('Process', { code: 'KeyH' }))).toBe('freeze');
});

test('with Shift by stops; other keys held down belong to the browser', () => {
	expect(actOf(press('ArrowRight', { shiftKey: true }))).toBe('nextStop');
	expect(actOf(press('PageUp', { shiftKey: true }))).toBe('backStop');
	expect(actOf(press('?', { shiftKey: true }))).toBe('keys');
	expect(actOf(press('f', { ctrlKey: true }))).toBeUndefined();
});

test('typing for show takes letters, and leaves the clicker its keys', () => {
	for (const key of ['b', '.', ' ', '?', 'ㅎ', 'Process']) expect(actOf(press(key), true)).toBe('type');
	expect(actOf(press('Enter'), true)).toBe('typeEnter');
	expect(actOf(press('Backspace'), true)).toBe('typeBack');
	expect(actOf(press('PageDown'), true)).toBe('next');
	expect(actOf(press('Escape'), true)).toBe('escape');
	expect(actOf(press('Shift'), true)).toBeUndefined();
	expect(actOf(press('c', { ctrlKey: true }), true)).toBeUndefined();
});

test('the list of keys tells what each of them does', () => {
	for (const { act, keys } of KEY_LIST) {
		expect(en).toHaveProperty([`key.${act}`]);
		const does = keys.map((key) => actOf(press(key === 'Space' ? ' ' : key.replace(/^Shift /, ''))));
		const own = { choice: ['choice1', 'choice2', 'choice3', 'choice4'] }[act] ?? keys.map(() => act);
		const shown = { '→': 'next', '←': 'back' };
		keys.forEach((key, index) => {
			const arrow = shown[key as keyof typeof shown];
			if (arrow) expect(act).toBe(arrow);
			else if (!/^Shift|^Esc/.test(key)) expect(does[index], key).toBe(own[index]);
		});
	}
	const told = new Set(KEY_LIST.map(({ act }) => act));
	const untold = [...ACTS, ...OWN_ACTS].filter((act) => !told.has(act.replace(/\d$/, '')));
	expect(untold).toEqual(['drop', 'type', 'typeBack', 'typeEnter']);
	expect(isAct('full')).toBe(false);
	expect(isAct('next')).toBe(true);
});
