import { expect, it } from 'vitest';
import { loadAll } from '../late.ts';
import { usualSession } from '../session.ts';

await loadAll();

it('failed checks are counted and kept, one that succeeds begins anew', () => {
	const session = usualSession();
	const run = (cmd: string) => session.run({ at: 'host', cmd }).stdout.trim();
	run(
		`docker run -d --name box --health-cmd 'echo no; test -f /ok' --health-interval 1s --health-retries 2 busybox sleep 100`,
	);
	const told = (template: string) => run(`docker inspect -f '${template}' box`);
	expect(told('{{.State.Health.Status}} {{.State.Health.FailingStreak}}')).toBe('starting 0');
	session.pass(3);
	expect(told('{{.State.Health.Status}} {{.State.Health.FailingStreak}}')).toBe('unhealthy 2');
	expect(told('{{range .State.Health.Log}}{{.ExitCode}} {{.Output}}{{end}}')).toBe('1 no\n1 no');
	run('docker exec box touch /ok');
	session.pass(2);
	expect(told('{{.State.Health.Status}} {{.State.Health.FailingStreak}}')).toBe('healthy 0');
});
