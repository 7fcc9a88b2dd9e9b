import { expect, it } from 'vitest';
import { loadNamed, withParts } from './late.ts';
import { openSession } from './session.ts';

it.each([
	['echo /etc/hostn*', '/etc/hostname\n'],
	['echo {a,b}', 'a b\n'],
	['v=abc; echo ${v/b/x}', 'axc\n'],
	['cat /sys/fs/cgroup/system.slice/ssh*/cgroup.type', 'domain\n'],
])('%s: the session’s shell lets through what asks for a part', async (cmd, text) => {
	await loadNamed([cmd]);
	const { stdout } = await withParts(() =>
		openSession({ profile: 'docker26-cgroup2', images: [], registry: false }).run({ at: 'host', cmd }),
	);
	expect(stdout).toBe(text);
});
