import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../../go/duration.ts';
import { durationText } from '../../../go/durationText.ts';
import { goJson } from './json.ts';
import { parseInteger, parseUnsigned } from '../../../go/number.ts';
import { goNumber, goText, sprintf } from './print.ts';
import { goQuote } from '../../../go/quote.ts';
import { tabulated, textWidth } from './tabwriter.ts';
import { ansiC, rfc3339, rfc3339Nano, timeText } from './time.ts';
import { fromHumanSize, ramInBytes } from './units.ts';
import { bytesSize, humanDuration, humanSize, humanSizeWithPrecision } from './humanUnits.ts';
import { GoStruct } from './value.ts';

describe('sizes', () => {
	it('are written in powers of 1000 or of 1024', () => {
		expect([0, 999, 1000, 1093, 4261550, 187654321, 1e12].map(humanSize)).toEqual([
			'0B',
			'999B',
			'1kB',
			'1.093kB',
			'4.262MB',
			'187.7MB',
			'1TB',
		]);
		expect([1093, 4261550].map((size) => humanSizeWithPrecision(size, 3))).toEqual(['1.09kB', '4.26MB']);
		expect([0, 1023, 1024, 67108864, 2065563648].map(bytesSize)).toEqual([
			'0B',
			'1023B',
			'1KiB',
			'64MiB',
			'1.924GiB',
		]);
		expect([humanSize(999999), humanSizeWithPrecision(999999, 3)]).toEqual(['1000kB', '1e+03kB']);
	});

	it('are read back', () => {
		expect(['64m', '1g', '1.5GB', '10', '3kib', '1 MB'].map(ramInBytes)).toEqual(
			[67108864, 1073741824, 1610612736, 10, 3072, 1048576].map((value) => ({ value })),
		);
		expect(fromHumanSize('10kB')).toEqual({ value: 10000 });
		expect(ramInBytes('5x')).toEqual({ error: "invalid size: '5x'" });
	});
});

describe('times', () => {
	it('are put into words', () => {
		const spans = [
			0.5,
			1,
			59,
			60,
			119,
			120,
			3599,
			3600,
			5400,
			172799,
			172800,
			86400 * 14,
			86400 * 60,
			86400 * 365 * 3,
		];
		expect(spans.map(humanDuration)).toEqual([
			...['Less than a second', '1 second', '59 seconds', 'About a minute', 'About a minute', '2 minutes'],
			...['59 minutes', 'About an hour', '2 hours', '2 days', '2 days', '2 weeks', '2 months', '3 years'],
		]);
	});

	it('are written as Go writes them', () => {
		expect(timeText(1795464001)).toBe('2026-11-23 20:00:01 +0000 UTC');
		expect(rfc3339(951827696)).toBe('2000-02-29T12:34:56Z');
		expect([rfc3339Nano(1.5), rfc3339Nano(1.5, true)]).toEqual([
			'1970-01-01T00:00:01.5Z',
			'1970-01-01T00:00:01.500000000Z',
		]);
		expect(ansiC(1795464001)).toBe('Mon Nov 23 20:00:01 2026');
	});

	it('are read as durations', () => {
		expect(['10s', '1h30m', '300ms', '-1.5s', '0'].map(parseDuration)).toEqual(
			[10, 5400, 0.3, -1.5, 0].map((value) => ({ value })),
		);
		expect([10, 5400, 0.3, 0, 60, 3600, 90061.5].map(durationText)).toEqual([
			'10s',
			'1h30m0s',
			'300ms',
			'0s',
			'1m0s',
			'1h0m0s',
			'25h1m1.5s',
		]);
	});
});

describe('values', () => {
	it('are quoted, numbered and printed', () => {
		expect(goQuote('a "b"\n\\ …')).toBe('"a \\"b\\"\\n\\\\ …"');
		expect([3, 1.5, 1e21, 0.00001, 123456789].map(goNumber)).toEqual([
			'3',
			'1.5',
			'1e+21',
			'1e-05',
			'123456789',
		]);
		expect(sprintf('%-5s|%05d|%q|%v|%d', ['a', 42, 'x', [1, 'b'], 'no'])).toBe(
			'a    |00042|"x"|[1 b]|%!d(string=no)',
		);
		expect(goText(new GoStruct('nat.PortBinding', { HostIp: '', HostPort: '80' }))).toBe('{ 80}');
	});

	it('are read by base', () => {
		expect(['0x10', '010', '-5', '1_000'].map((text) => parseInteger(text))).toEqual(
			[16, 8, -5, 1000].map((value) => ({ value })),
		);
		expect(parseUnsigned('70000', 16)).toEqual({
			error: 'strconv.ParseUint: parsing "70000": value out of range',
		});
	});

	it('become JSON with sorted keys, and without markup in rows', () => {
		expect(goJson({ b: [1, null], a: '<x>' })).toBe('{"a":"<x>","b":[1,null]}');
		expect(goJson(new GoStruct('*row', { B: () => '<x>', A: () => 'y' }))).toBe(
			'{"A":"y","B":"\\u003cx\\u003e"}',
		);
	});
});

describe('columns', () => {
	it('are as wide as their widest cell, three places apart and ten at least', () => {
		expect(tabulated('A\tB\tC\nlonger than ten\t1\t2\n')).toBe(
			'A                 B         C\nlonger than ten   1         2\n',
		);
	});

	it('end where a line has none', () => {
		expect(tabulated('a\tb\nplain\nlonger cell here\tb\n', { least: 0 })).toBe(
			'a   b\nplain\nlonger cell here   b\n',
		);
	});

	it('count wide characters as two, or as one', () => {
		expect(textWidth('한글a')).toBe(5);
		expect(tabulated('한글\tx', { least: 0 })).toBe('한글   x');
		expect(tabulated('한글\tx\nabcd\ty', { least: 0 })).toBe('한글   x\nabcd   y');
		expect(tabulated('한글\tx\nabcd\ty', { least: 0, hasWide: false })).toBe('한글     x\nabcd   y');
	});
});
