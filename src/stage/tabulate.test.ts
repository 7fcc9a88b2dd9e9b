import { expect, test } from 'vitest';
import { bounds, overlaps } from './laws.ts';
import { tableHeight, tabulate } from './tabulate.ts';

const table = {
	key: 'table:nat',
	x: 24,
	y: 500,
	heading: 'nat · DOCKER',
	columns: [
		{ key: 'number', width: 40, heading: '#' },
		{ key: 'rule', width: 400, heading: '규칙' },
	],
	rows: [
		{ key: 'rule:nat/DOCKER/1', cells: { number: '1', rule: '-i docker0 -j RETURN' } },
		{
			key: 'rule:nat/DOCKER/2',
			cells: { rule: { text: '-j DNAT', act: true } },
			act: true,
			parent: 'container:web',
		},
	],
};

test('a head and a mark for each row, one beneath another, none over another', () => {
	const marks = tabulate(table);
	expect(marks.map(({ key }) => key)).toEqual(['table:nat', 'rule:nat/DOCKER/1', 'rule:nat/DOCKER/2']);
	expect(marks[2]).toMatchObject({ parent: 'container:web', act: true, x: 24 });
	expect(overlaps(marks)).toEqual([]);
});

test('the head is as high as its rows reach', () => {
	const marks = tabulate(table);
	const last = bounds(marks[2] ?? marks[0]!);
	expect(last.y + last.height).toBe(table.y + tableHeight(table));
});

test('without rows it says so, and may keep the room of some', () => {
	const [head] = tabulate({ ...table, rows: [], empty: '없음', least: 3 });
	expect(head).toMatchObject({ empty: '없음' });
	expect(tableHeight({ ...table, rows: [], least: 3 })).toBe(26 + 24 + 3 * 40 - 6);
});
