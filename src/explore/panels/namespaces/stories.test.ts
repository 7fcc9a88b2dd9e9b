import { beforeAll, describe, expect, test } from 'vitest';
import { loadAll } from '#host/late.ts';
import { openSession } from '#host/session.ts';
import { ESCAPES } from './history.ts';
import { STORIES as MAPS } from './idMaps.ts';
import { STORIES as PIDS } from './pidStories.ts';

beforeAll(loadAll);

const run = (lines: readonly string[]) => {
	const session = openSession({ profile: 'docker26-cgroup2', images: undefined, registry: false });
	return lines.map((cmd) => ({ cmd, ...session.run({ at: 'host', cmd }) }));
};
const last = (lines: readonly string[]): string => run(lines).at(-1)!.stdout;

describe('stories of the panels', () => {
	const all = [PIDS, MAPS, ESCAPES].flatMap((stories) => Object.entries<readonly string[]>(stories));
	test.each(all)('%s: every line runs', (_, lines) => {
		expect(run(lines).filter(({ exit }) => exit !== 0)).toEqual([]);
	});
	test('what they are about is what happens', () => {
		expect(last(PIDS.nested).trim().split(/\s+/)).toHaveLength(4);
		expect(last(PIDS.shielded)).toBe('running\n');
		expect(last(PIDS.ends)).toContain('Exited (137)');
		expect(last(PIDS.shared)).toContain('nginx');
		expect(last(MAPS.range)).toContain(' 100000 100000 ');
		expect(last(MAPS.none)).toBe('65534\n');
		expect(run(ESCAPES.chroot).at(-1)!.stdout).toContain('boot');
		expect(run(ESCAPES.pivot)[2]!.stdout).toBe(run(ESCAPES.pivot)[1]!.stdout);
	});
});
