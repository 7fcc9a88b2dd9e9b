import { beforeAll, expect, test } from 'vitest';
import { loadAll } from '#host/late.ts';
import { open } from '../../model.ts';
import { choices, linesOf, readyAfter, wayOf, WAYS, type Way } from './natLines.ts';
import { mappings } from './natMappings.ts';

const run = async (way: Way, choice: string) =>
	open(linesOf(way, choice), 'en', { host: 'docker26-cgroup2', detail: 'full', stops: false });
beforeAll(() => loadAll());

test.each(WAYS)('%s runs as it stands, and is known by its lines', async (way) => {
	const choice = choices[way][0] ?? '';
	const { steps } = await run(way, choice);
	expect(steps.filter(({ exitCode }) => exitCode !== 0)).toEqual([]);
	for (const { stdout } of steps.slice(readyAfter[way])) expect(stdout).toBe('hello\n');
	expect(wayOf(linesOf(way, choice))).toEqual({ way, choice });
});

test('1:1 NAT maps one address to one address, both ways', async () => {
	const all = mappings((await run('nat', '203.0.113.12')).timeline.last);
	expect(all.map(({ side }) => side)).toEqual(['destination', 'source']);
	expect(all[0]?.there).toEqual({ from: '203.0.113.12:80', to: '172.17.0.2:80' });
	expect(all[1]?.there.to).toMatch(/^203\.0\.113\.12:/);
	expect(all.some(({ isPortChanged }) => isPortChanged)).toBe(false);
});

test('NAPT gives the second of two equal ports another one', async () => {
	const all = mappings((await run('napt', '45000')).timeline.last);
	expect(all.map(({ there }) => there.from)).toEqual(['172.17.0.2:45000', '172.17.0.3:45000']);
	expect(all.map(({ isPortChanged }) => isPortChanged)).toEqual([false, true]);
	expect(new Set(all.map(({ there }) => there.to)).size).toBe(2);
});

test('port forwarding maps one port, and on loopback only for the host itself', async () => {
	const [one, ...others] = mappings((await run('forwarding', '9000')).timeline.last);
	expect(one?.there).toEqual({ from: '203.0.113.10:9000', to: '172.17.0.2:80' });
	expect(others).toEqual([]);
	const { steps } = await run('forwarding', '127.0.0.1:8080');
	expect(steps.at(-1)?.exitCode).toBe(7);
});
