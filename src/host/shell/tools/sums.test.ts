import { expect, it } from 'vitest';
import { loadAll } from '../../late.ts';
import { usualSession } from '../../session.ts';

await loadAll();
const session = usualSession();
const run = (cmd: string) => session.run({ at: 'host', cmd }).stdout;

it('sha1sum and base64 as the real ones', () => {
	expect(run('printf abc | sha1sum')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d  -\n');
	for (const text of ['', 'a', 'ab', 'abc', 'hello world'])
		expect(run(`printf '${text}' | base64 | base64 -d`)).toBe(text);
	expect(run('echo hello | base64')).toBe('aGVsbG8K\n');
});
