import { expect, it } from 'vitest';
import { loadAll } from '../../late.ts';
import { usualSession } from '../../session.ts';

await loadAll();
const session = usualSession();
const run = (cmd: string) => session.run({ at: 'host', cmd }).stdout;

it('an applet that the shell runs without an execve keeps the shell’s arguments', () => {
	run(`docker run -d --name burner busybox sh -c 'yes > /dev/null; true'`);
	expect(run('docker exec burner ps -o args')).toBe(
		'COMMAND\nsh -c yes > /dev/null; true\n{yes} sh -c yes > /dev/null; true\nps -o args\n',
	);
});

it('a line without an end takes memory until the limit', () => {
	run(`docker run --name hog -m 32m --memory-swap 32m busybox tail /dev/zero`);
	expect(run(`docker inspect -f '{{.State.OOMKilled}} {{.State.ExitCode}}' hog`)).toBe('true 137\n');
});
