import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askedMoment, nearest, searchOf } from './moment.ts';

const asked = (search: string) => askedMoment(new URLSearchParams(search));

describe('what an address asks for', () => {
	test('commands, one a line, and a beat', () => {
		expect(asked('?run=docker%20ps%0Aoutside%24%20curl%20x&at=3')).toEqual({
			run: ['docker ps', 'outside$ curl x'],
			at: 3,
		});
		expect(asked('?run=docker+ps%0D%0A%0D%0A&at=end')).toEqual({ run: ['docker ps'], at: 'end' });
	});
	test('lines that go on', () => {
		expect(asked('?run=cat+<<E%0A>+a%0A>+E%0Als').run).toEqual(['cat <<E\n> a\n> E', 'ls']);
	});
	test('nothing', () => {
		expect(asked('')).toEqual({ run: undefined, at: undefined });
	});
	test.each([
		['abc', 0],
		['', 0],
		['-4', 0],
		['2.6', 3],
	])('at=%s is no moment: the nearest is %i', (at, near) => {
		expect(asked(`?at=${at}`)).toEqual({ run: undefined, at: near, badAt: at });
	});
});

test('beyond the last beat the nearest moment is the end', () => {
	expect(nearest(99, 7)).toEqual({ position: 7, isOther: true });
	expect(nearest(7, 7)).toEqual({ position: 7, isOther: false });
	expect(nearest('end', 7)).toEqual({ position: 7, isOther: false });
});

test('what is written is what is read', () => {
	const line = fc
		.string({ unit: 'grapheme', minLength: 1 })
		.map((text) => `x${text.replace(/[\r\n]/g, '')}y`);
	fc.assert(
		fc.property(fc.array(line, { minLength: 1 }), fc.nat(), (run, at) => {
			expect(asked(searchOf({ run, at }))).toEqual({ run, at });
		}),
	);
});
