import { beforeAll, describe, expect, test } from 'vitest';
import { open } from '#explore/model.ts';
import { stories, STORIES } from '#explore/panels/network/namesStories.ts';
import { loadAll } from '#host/late.ts';
import { hasNaN, outside, overlaps, repeated, small } from '#stage/laws.ts';
import { SIZE } from './places.ts';

beforeAll(() => loadAll());

describe.each(STORIES)('the face of names in the story %s', (name) => {
	test('keeps the laws while a name is looked up, and marks what each event is about', async () => {
		const run = await open(stories[name], 'ko', { host: 'docker26-cgroup2', detail: 'full', stops: false });
		const asked = run.timeline.beats.filter(({ event }) => event.kind.startsWith('name.'));
		expect(asked.length).toBeGreaterThan(2);
		for (const { start, duration } of asked) {
			const marks = run.marks('network', start + duration, { face: 'names' });
			expect([overlaps(marks), outside(marks, SIZE), small(marks), repeated(marks)].flat()).toEqual([]);
			expect(hasNaN(marks)).toBe(false);
			expect(marks.some(({ act }) => act)).toBe(true);
		}
	});
});
