import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Table } from './table.ts';

const step = fc.record({
	add: fc.boolean(),
	key: fc.oneof(fc.string({ maxLength: 3 }), fc.integer({ min: 0, max: 60 }).map(String)),
	value: fc.integer(),
});

describe('Table', () => {
	it('behaves as a Map does, in order of insertion, and leaves older tables as they were', () => {
		fc.assert(
			fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
				const map = new Map<string, number>();
				let table = Table.empty<string, number>();
				for (const { add, key, value } of steps) {
					const before = table;
					const entries = before.entries();
					if (add) map.set(key, value);
					else map.delete(key);
					table = add ? table.set(key, value) : table.delete(key);
					expect(before.entries()).toEqual(entries);
					expect(table.get(key)).toBe(map.get(key));
				}
				expect(table.entries()).toEqual([...map.entries()]);
				expect(table.size).toBe(map.size);
			}),
		);
	});

	it('holds many integer keys', () => {
		const table = Table.of(Array.from({ length: 5000 }, (_, i) => [i, i * 2] as const));
		expect(table.size).toBe(5000);
		expect(table.get(4321)).toBe(8642);
		expect(table.delete(4321).has(4321)).toBe(false);
	});

	it('keeps its identity when nothing changes', () => {
		const table = Table.of<string, number>([['a', 1]]);
		expect(table.set('a', 1)).toBe(table);
		expect(table.delete('b')).toBe(table);
	});
});
