import { describe, expect, test } from 'vitest';
import { nextCommand, oneLess, oneMore } from './demo.ts';
import { lastPrinted } from './lastPrinted.ts';
import { lastOf, stretchOf } from './stretch.ts';
import { elapsed, isTimer, paused, reset, sayTime, started, STOPPED, toggled } from './timer.ts';

describe('the timer', () => {
	test('starts, stands, goes on, begins anew', () => {
		const running = started(STOPPED, 100);
		expect(elapsed(running, 160)).toBe(60);
		expect(started(running, 130)).toBe(running);
		const standing = paused(running, 160);
		expect(elapsed(standing, 999)).toBe(60);
		expect(elapsed(toggled(standing, 1000), 1005)).toBe(65);
		expect(toggled(running, 130)).toEqual({ passed: 30 });
		expect(elapsed(reset(running, 200), 203)).toBe(3);
		expect(reset(standing, 200)).toEqual(STOPPED);
	});
	test('a clock that is set back takes nothing away', () => {
		expect(elapsed({ passed: 10, since: 100 }, 50)).toBe(10);
	});
	test.each([
		[0, '0:00'],
		[65, '1:05'],
		[4025, '1:07:05'],
		[-65.4, '−1:05'],
	])('%d s reads %s', (seconds, text) => {
		expect(sayTime(seconds)).toBe(text);
	});
	test('what was kept may be none', () => {
		expect([{ passed: 1 }, { passed: 1, since: 2 }].every(isTimer)).toBe(true);
		expect([null, {}, { passed: '1' }, { passed: -1 }, { passed: 1, since: NaN }].some(isTimer)).toBe(false);
	});
});

const steps = [
	{ place: 'host', text: 'docker ps', first: 0, beats: 1, stdout: 'CONTAINER ID\n', stderr: '' },
	{ place: 'outside', text: 'curl x', first: 1, beats: 4, stdout: 'hi\n', stderr: 'oh\n' },
] as const;
const run = {
	lines: ['docker ps', 'outside$ curl x'],
	steps,
	positionAt: (at: number | 'end') => (at === 'end' ? 5 : at),
};

describe('where a stop begins and ends', () => {
	test('one of lines', () => {
		expect(stretchOf({ run: run.lines, before: 1, at: 'end' }, run)).toEqual({ start: 1, end: 5 });
		expect(stretchOf({ run: run.lines, before: 0, at: 3 }, run)).toEqual({ start: 0, end: 3 });
		expect(stretchOf({ run: ['docker ps'], before: 0, at: 'end' }, run)).toEqual({ start: 0, end: 1 });
	});
	test('one of a moment', () => {
		expect(stretchOf({ run: run.lines, at: 3 }, run)).toEqual({ start: 3, end: 3 });
	});
	test('none while other lines are typed', () => {
		expect(stretchOf({ run: ['ls'], at: 'end' }, run)).toBeUndefined();
	});
	test('what was typed besides is gone through as well', () => {
		const stop = { run: ['docker ps'], before: 0, at: 'end' } as const;
		expect(lastOf(stop, stretchOf(stop, run), run)).toBe(5);
		const whole = { run: run.lines, before: 1, at: 3 } as const;
		expect(lastOf(whole, stretchOf(whole, run), run)).toBe(3);
	});
});

describe('typing for show', () => {
	test('the next command of the stop, never one of another', () => {
		expect(nextCommand(steps, 0, 5)).toEqual({ place: 'host', text: 'docker ps', first: 0 });
		expect(nextCommand(steps, 1, 5)).toEqual({ place: 'outside', text: 'curl x', first: 1 });
		expect(nextCommand(steps, 1, 1)).toBeUndefined();
		expect(nextCommand(steps, 2, 5)).toBeUndefined();
	});
	test('letter by letter, and no further than its end', () => {
		const command = { place: 'host', text: 'ls 한🐳' } as const;
		let typed = oneMore(command, '');
		expect(typed.text).toBe('l');
		for (let count = 0; count < 9; count++) typed = oneMore(command, typed.text);
		expect(typed.text).toBe('ls 한🐳');
		expect(oneLess(typed).text).toBe('ls 한');
	});
});

describe('the last command and what it printed', () => {
	const at = (position: number, isAsked: boolean) =>
		lastPrinted({ steps: steps as never, playback: { position } }, isAsked);
	test('by itself where a command only read', () => {
		expect(at(1, false)).toEqual({ place: 'host', text: 'docker ps', output: 'CONTAINER ID' });
		expect(at(3, false)).toBeUndefined();
	});
	test('with its output once it is over', () => {
		expect(at(3, true)).toMatchObject({ text: 'curl x', output: '' });
		expect(at(5, true)).toMatchObject({ place: 'outside', output: 'hi\noh' });
		expect(at(0, true)).toBeUndefined();
	});
});
