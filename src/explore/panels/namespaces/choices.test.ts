import { beforeAll, describe, expect, test } from 'vitest';
import { loadAll } from '#host/late.ts';
import { openSession } from '#host/session.ts';
import { becomeOf, choicesOf, FIRST, FLAGS, lineOf, type Choices } from './choices.ts';

beforeAll(loadAll);

const run = (choices: Choices) => {
	const session = openSession({ profile: 'docker26-cgroup2', images: undefined, registry: false });
	session.run({ at: 'host', cmd: FIRST });
	const { exit } = session.run({ at: 'host', cmd: lineOf(choices) });
	return { exit, become: becomeOf(session.host.state, choices) };
};
const whose = (choices: Choices): unknown =>
	Object.fromEntries(run(choices).become?.map(({ type, whose: each }) => [type, each]) ?? []);
const usual = {
	mnt: 'own',
	uts: 'own',
	ipc: 'own',
	pid: 'own',
	net: 'own',
	cgroup: 'own',
	user: 'host',
	time: 'host',
};

describe('what a choice changes', () => {
	test('nothing chosen: six of its own, two of the host', () => expect(whose({})).toEqual(usual));
	test('of the host', () =>
		expect(
			whose({ '--pid': 'host', '--uts': 'host', '--network': 'host', '--ipc': 'host', '--cgroupns': 'host' }),
		).toEqual({ ...usual, pid: 'host', uts: 'host', net: 'host', ipc: 'host', cgroup: 'host' }));
	test('of another container', () =>
		expect(
			whose({ '--pid': 'container:web', '--network': 'container:web', '--ipc': 'container:web' }),
		).toEqual({ ...usual, pid: 'other', net: 'other', ipc: 'other' }));
	test.each(FLAGS.flatMap(({ flag, values }) => values.map((value) => [flag, value] as const)))(
		'%s %s runs',
		(flag, value) => expect(run({ [flag]: value }).exit).toBe(0),
	);
});

describe('the line', () => {
	test('tells the choices again', () => {
		const choices = { '--pid': 'host', '--network': 'container:web' };
		expect(choicesOf(lineOf(choices))).toEqual(choices);
		expect(choicesOf(lineOf({}))).toEqual({});
		expect(choicesOf('docker ps')).toBeUndefined();
	});
});
