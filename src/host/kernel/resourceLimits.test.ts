import { expect, it } from 'vitest';
import { loadAll } from '../late.ts';
import { usualSession } from '../session.ts';

await loadAll();

it('an ulimit asked for is what the container tells', () => {
	const session = usualSession();
	const run = (cmd: string) => session.run({ at: 'host', cmd }).stdout;
	expect(
		run(
			`docker run --rm --ulimit nofile=100:200 busybox sh -c 'ulimit -n; ulimit -Hn; grep open /proc/self/limits'`,
		),
	).toBe('100\n200\nMax open files            100                  200                  files     \n');
	expect(run('ulimit -n 50; ulimit -n; bash -c "ulimit -Sn"')).toBe('50\n50\n');
});
