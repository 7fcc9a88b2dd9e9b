import { describe, expect, test } from 'vitest';
import type { Stop } from '#share/deck.ts';
import { moved, stopOfAddress, stopOfLines, withField, without } from './build.ts';

test('one of several goes to another place, never beyond the ends', () => {
	expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
	expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
	expect(moved(['a', 'b', 'c'], 1, 9)).toEqual(['a', 'c', 'b']);
	expect(moved(['a', 'b', 'c'], 0, -3)).toEqual(['a', 'b', 'c']);
	expect(moved(['a'], 4, 0)).toEqual(['a']);
	expect(without(['a', 'b', 'c'], 1)).toEqual(['a', 'c']);
});

describe('own lines', () => {
	test('on a new host', () => {
		expect(stopOfLines('docker ps\n\ncat <<E\n> a\n> E\n', 'layers', undefined)).toEqual({
			title: 'docker ps',
			run: ['docker ps', 'cat <<E\n> a\n> E'],
			before: 0,
			at: 'end',
			scene: 'layers',
			note: '',
		});
		expect(stopOfLines(' \n', 'layers', undefined)).toBeUndefined();
	});
	test('after the stop before', () => {
		const before: Stop = {
			title: '',
			run: ['docker ps'],
			at: 3,
			host: 'docker20-cgroup1',
			scene: 'network',
			note: '',
		};
		expect(stopOfLines('ls', 'cgroups', before)).toMatchObject({
			run: ['docker ps', 'ls'],
			before: 1,
			host: 'docker20-cgroup1',
			scene: 'cgroups',
		});
	});
});

describe('an address', () => {
	test('of a scene', () => {
		expect(
			stopOfAddress(
				'https://x.example/ko/scenes/layers/?run=docker+ps%0Als&at=4&host=docker20-cgroup1&face=build',
			),
		).toEqual({
			title: 'ls',
			run: ['docker ps', 'ls'],
			at: 4,
			host: 'docker20-cgroup1',
			scene: 'layers',
			face: 'build',
			note: '',
		});
	});
	test('of a note', () => {
		expect(stopOfAddress('/ko/notes/2-3/?run=ls&scene=cgroups')).toMatchObject({
			at: 'end',
			scene: 'cgroups',
		});
	});
	test('without commands is none', () => {
		expect(stopOfAddress('https://x.example/ko/')).toBeUndefined();
		expect(stopOfAddress('http://[')).toBeUndefined();
	});
});

test('a field that is cleared is gone, and no more lines are over than there are', () => {
	const stop: Stop = { title: 'a', run: ['ls', 'ps'], before: 2, at: 'end', scene: 'network', note: '' };
	expect(withField(stop, 'before', undefined)).not.toHaveProperty('before');
	expect(withField(stop, 'run', ['ls']).before).toBe(1);
	expect(withField(stop, 'title', 'b')).toEqual({ ...stop, title: 'b' });
});
