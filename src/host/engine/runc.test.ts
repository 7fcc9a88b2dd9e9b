import { expect, it } from 'vitest';
import { loadNamed, withParts } from '../late.ts';
import { openSession } from '../session.ts';

it('a part that is not there yet is asked for, and is no failure of the runtime', async () => {
	const cmd = 'docker run -d --name box -m 64m busybox sleep 9';
	await loadNamed([cmd]);
	const { exit } = await withParts(() =>
		openSession({ profile: 'docker20-cgroup1', images: ['busybox:latest'], registry: false }).run({
			at: 'host',
			cmd,
		}),
	);
	expect(exit).toBe(0);
});
