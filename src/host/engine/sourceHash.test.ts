import { expect, test } from 'vitest';
import { sourceHash } from './sourceHash.ts';

const file = (path: string, content: string) =>
	({ path, kind: 'file', mode: 0o644, uid: 0, gid: 0, size: content.length, modified: 0, content }) as const;

test('a file goes by the hash that a real builder gives it', () => {
	const index = file('index.html', '<p>two</p>\n');
	expect(sourceHash([index], [index], true)).toMatch(/^file:a182bc0bd3f50e35/);
	expect(sourceHash([index], [index], false)).toMatch(/^file:0c89fc0982e32fdc/);
});

test('the time of a file does not matter, its contents, name and mode do', () => {
	const one = file('a', 'x');
	const same = sourceHash([one], [{ ...one, modified: 99 }], true);
	expect(same).toBe(sourceHash([one], [one], true));
	for (const other of [file('a', 'y'), file('b', 'x'), { ...one, mode: 0o600 }])
		expect(sourceHash([other], [other], true)).not.toBe(same);
});

test('several sources are multi, a directory is dir and depends on what is in it', () => {
	const [a, b] = [file('d/a', '1'), file('d/b', '2')];
	const d = { ...file('d', ''), kind: 'dir', mode: 0o755 } as const;
	expect(sourceHash([a, b], [a, b], true)).toMatch(/^multi:/);
	expect(sourceHash([d, a, b], [d], true)).toMatch(/^dir:/);
	expect(sourceHash([d, a], [d], true)).not.toBe(sourceHash([d, a, b], [d], true));
});
