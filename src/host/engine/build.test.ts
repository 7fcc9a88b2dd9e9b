import { expect, it } from 'vitest';
import { loadAll } from '../late.ts';
import { usualSession } from '../session.ts';

await loadAll();
const session = usualSession();
const run = (cmd: string) => session.run({ at: 'host', cmd });

it('--target leaves out what comes after it', () => {
	const dockerfile = 'FROM busybox AS one\\nRUN echo 1\\nFROM one AS two\\nRUN echo 2\\n';
	expect(run(`printf '${dockerfile}' | docker build --target one -`).stdout).toContain(
		'Step 2/2 : RUN echo 1',
	);
	expect(run(`printf '${dockerfile}' | docker build --target three -`).stderr).toContain(
		'target stage "three" could not be found',
	);
});

it('build triggers are told once, with the image they come to', () => {
	run(`printf 'FROM busybox\\nONBUILD RUN echo a\\nONBUILD RUN echo b\\n' | docker build -t onb -`);
	const lines = run(`printf 'FROM onb\\n' | docker build -`).stdout.split('\n');
	expect(lines.filter((line) => line.startsWith('#'))).toEqual(['# Executing 2 build triggers']);
	expect(lines.filter((line) => /^ ---> [0-9a-f]{12}$/.test(line))).toHaveLength(1);
});

it('RUN is on the network that was asked for, options of BuildKit are refused', () => {
	const links = `printf 'FROM busybox\\nRUN ip link | grep -c mtu\\n' | docker build --network none -`;
	expect(run(links).stdout).toContain('\n1\n');
	expect(
		run(`printf 'FROM busybox\\nRUN --mount=type=cache,target=/x true\\n' | docker build -`).stderr,
	).toContain('the --mount option requires BuildKit');
});
