/**
 * What stands on the namespaces stage against what real hosts printed: the commands of recorded sessions are run the
 * way an address runs them, and what the recording says (which inodes are equal, which PIDs, names and addresses) is
 * looked for on the picture.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { open, type Run } from '#explore/model.ts';
import { loadAll } from '#host/late.ts';
import type { ProfileName } from '#host/profile.ts';
import { parseSession } from '#host/sessionFile.ts';
import type { Mark, Marks } from '#stage/mark.ts';

const TYPES = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'time', 'user', 'uts'] as const;
const profiles = ['docker26-cgroup2', 'docker20-cgroup1'] as const;

interface Recorded {
	readonly cmd: string;
	readonly stdout: string;
}

/** A recorded session, and the same commands run by the model. */
class Session {
	readonly steps: readonly Recorded[];
	readonly run: Run;

	private constructor(steps: readonly Recorded[], run: Run) {
		this.steps = steps;
		this.run = run;
	}

	static async of(profile: ProfileName, id: string): Promise<Session> {
		const folder = new URL(`recordings/${profile}/`, import.meta.url);
		const { steps } = JSON.parse(readFileSync(new URL(`${id}.json`, folder), 'utf8')) as {
			steps: readonly Recorded[];
		};
		const written = parseSession(readFileSync(new URL(`sessions/${id}.session`, folder), 'utf8')).steps;
		expect(written.map(({ cmd }) => cmd)).toEqual(steps.map(({ cmd }) => cmd));
		const lines = written.map(({ at, cmd }) => (at === 'outside' ? `outside$ ${cmd}` : cmd));
		return new Session(steps, await open(lines, 'en', { host: profile, detail: 'full', stops: false }));
	}

	index(start: string, after = 0): number {
		const found = this.steps.findIndex(({ cmd }, i) => i >= after && cmd.startsWith(start));
		if (found === -1) throw new Error(`nothing recorded that begins with ${start}`);
		return found;
	}

	printed(start: string, after = 0): string {
		return this.steps[this.index(start, after)]!.stdout;
	}

	/** The picture when a command is over. */
	after(step: number, face?: string): Marks {
		const beat = this.run.timeline.beats[this.run.timeline.steps[step]!.to - 1]!;
		return this.run.marks('namespaces', beat.start + beat.duration, { face });
	}

	/** The pictures while a command runs. */
	during(step: number, face?: string): readonly Marks[] {
		const { from, to } = this.run.timeline.steps[step]!;
		return this.run.timeline.beats
			.slice(from, to)
			.map(({ start, duration }) => this.run.marks('namespaces', start + duration, { face }));
	}
}

const textOf = (marks: Marks, key: string): string | undefined => {
	const mark = marks.find((each) => each.key === key);
	return mark && 'text' in mark ? String(mark.text) : undefined;
};
const rowTexts = (mark: Mark | undefined): string[] =>
	mark?.kind === 'row' ? mark.cells.map(({ text }) => text) : [];
const row = (marks: Marks, key: string): string[] => rowTexts(marks.find((each) => each.key === key));
/** Rows of what one of them sees: their numbers there, and their programs. */
const seen = (marks: Marks, place: string): [string, string][] =>
	marks
		.filter(({ key, kind }) => kind === 'row' && key.startsWith(`see:${place}/`))
		.map((mark) => rowTexts(mark) as [string, string]);

/** The PID on the host of the task that is seen as 1 by a container. */
const mainPid = (marks: Marks, name: string): number => {
	const cell = marks.find(({ key }) => key === `ns:mnt/${name}`);
	const found =
		cell &&
		marks.find(
			(each) => each.kind === 'row' && /^task:/.test(each.key) && each.y < cell.y + 4 && cell.y < each.y + 20,
		);
	if (!found) throw new Error(`${name} has no row`);
	return Number(found.key.slice('task:'.length));
};

const cell = (marks: Marks, pid: number, type: string): string => {
	const line = marks.find(({ key }) => key === `task:${pid}`);
	const head = marks.find(({ key }) => key === `head:${type}`);
	const token = marks.find(
		(each) =>
			each.kind === 'token' && line && head && each.x === head.x && each.y > line.y && each.y < line.y + 10,
	);
	if (token?.kind !== 'token') throw new Error(`no ${type} of ${pid}`);
	return token.text;
};

/** `cgroup -> cgroup:[4026531835]`, or `cgroup:[4026531835]`. */
const inodes = (printed: string): Record<string, string> =>
	Object.fromEntries(
		[...printed.matchAll(/\b(\w+):\[(\d+)\]/g)]
			.map(([, type, inode]) => [type, inode] as [string, string])
			.filter(([type]) => (TYPES as readonly string[]).includes(type)),
	);
/** `ipc: own` or `ipc shared`, one a line. */
const words = (printed: string): Record<string, string> =>
	Object.fromEntries(
		printed
			.trim()
			.split('\n')
			.map((line) => /^(\w+):? (.*)$/.exec(line)!.slice(1) as [string, string]),
	);

beforeAll(loadAll);

describe.each(profiles)('%s', (profile) => {
	test('ns-01-inodes: which inodes are equal', async () => {
		const session = await Session.of(profile, 'ns-01-inodes');
		const marks = session.after(session.index('docker exec box sh -c'));
		const pid = mainPid(marks, 'box');
		const [host, box] = [
			inodes(session.printed('ls -l /proc/1/ns')),
			inodes(session.printed('ls -l /proc/$P/ns')),
		];
		const inside = inodes(session.printed('docker exec box sh -c'));
		const told = words(
			session.printed('for n in cgroup ipc mnt net pid time user uts; do if [ "$(readlink /proc/1/'),
		);
		for (const type of TYPES) {
			const isSame = cell(marks, pid, type) === cell(marks, 1, type);
			expect(isSame, type).toBe(host[type] === box[type]);
			expect(isSame, type).toBe(told[type] === 'same as host');
			if (inside[type]) expect(inside[type] === host[type], type).toBe(isSame);
			expect(
				marks.some(({ key }) => key === `ns:${type}/box`),
				type,
			).toBe(!isSame);
		}
		const apart = (all: Record<string, string>): number => new Set(Object.values(all)).size;
		expect(new Set(TYPES.map((type) => cell(marks, pid, type))).size).toBe(apart(box));
	});
	test('ns-01-inodes: two containers, and one that is started again', async () => {
		const session = await Session.of(profile, 'ns-01-inodes');
		const both = session.after(session.index('docker run -d --name box2'));
		const [box, box2] = [mainPid(both, 'box'), mainPid(both, 'box2')];
		const told = words(session.printed('for n in cgroup', session.index('docker run -d --name box2')));
		for (const type of TYPES)
			expect(cell(both, box, type) === cell(both, box2, type), type).toBe(
				told[type] === 'shared by box and box2',
			);
		const again = session.after(session.index('docker restart'));
		expect(mainPid(again, 'box') === box).toBe(session.printed('[ $P = $R ]') === 'same pid\n');
		expect(again.some(({ key }) => key === `task:${box}`)).toBe(false);
	});

	test('ns-02-pid: one task, two numbers', async () => {
		const session = await Session.of(profile, 'ns-02-pid');
		const marks = session.after(0);
		const pid = mainPid(marks, 'box');
		const status = session.printed("grep -E '^(Name|Pid|PPid|NSpid):' /proc/$P");
		const [, name] = /^Name:\t(.*)$/m.exec(status)!;
		const numbers = /^NSpid:\t(.*)$/m.exec(status)![1]!.split('\t');
		expect(row(marks, `task:${pid}`)).toEqual([String(pid), ...numbers.slice(1), name]);
		expect(seen(marks, 'box')).toEqual([['1', 'sleep 1000', `= ${pid}`]]);
		expect(session.printed('docker exec box ps')).toMatch(/^ +1 root +sleep 1000$/m);
		const parent = marks.find(({ key }) => key === `task:${pid}`)?.parent ?? '';
		expect(row(marks, parent).at(-1)).toBe(session.printed('ps -o comm= -p').trim());
	});
	test('ns-02-pid: signals that PID 1 ignores, and the one from outside that takes all with it', async () => {
		const session = await Session.of(profile, 'ns-02-pid');
		for (const kill of ['docker exec box kill -9 1', 'docker exec box kill -15 1']) {
			const step = session.index(kill);
			expect(session.printed('docker inspect', step)).toMatch(/^running/);
			expect(seen(session.after(step), 'box').map(([number]) => number)).toEqual(['1']);
		}
		const second = session.after(session.index('docker exec -d box sleep 500'));
		const listed = session
			.printed('docker exec box ps -o pid,args')
			.split('\n')
			.flatMap((line) => /^ *\d+ (sleep.*)$/.exec(line)?.[1] ?? []);
		expect(seen(second, 'box').map(([, program]) => program)).toEqual(listed);
		const killed = session.after(session.index('sleep 1'));
		expect(session.printed('docker inspect -f', session.index('sleep 1'))).toBe('137 false 0\n');
		expect(session.printed('pgrep -x sleep')).toBe('0\n');
		expect(killed.find(({ key }) => key === 'container:box')?.state).toBe('hollow');
		expect(seen(killed, 'box')).toEqual([]);
		expect(killed.filter((each) => each.kind === 'row' && row(killed, each.key).includes('sleep'))).toEqual(
			[],
		);
	});

	test('ns-03-sharing: which namespaces two containers share', async () => {
		const session = await Session.of(profile, 'ns-03-sharing');
		const step = session.index('docker run -d --name side --network=container:ipcbox');
		const marks = session.after(step);
		const [ipcbox, side] = [mainPid(marks, 'ipcbox'), mainPid(marks, 'side')];
		const told = words(session.printed('for n in ipc', step));
		for (const type of ['ipc', 'mnt', 'net', 'pid', 'uts'])
			expect(cell(marks, ipcbox, type) === cell(marks, side, type), type).toBe(told[type] === 'shared');
		expect(Object.values(told).filter((each) => each === 'shared')).toHaveLength(2);
	});
	test('ns-03-sharing: names and addresses', async () => {
		const session = await Session.of(profile, 'ns-03-sharing');
		const step = session.index('docker run -d --name side --network=container:ipcbox');
		const marks = session.after(step);
		const names = [
			session.printed('docker exec side hostname'),
			session.printed('docker exec ipcbox hostname'),
		];
		expect(textOf(marks, 'world:side/uts') === textOf(marks, 'world:ipcbox/uts')).toBe(names[0] === names[1]);
		expect(textOf(session.after(0), 'world:a1/uts')).toBe('alpha');
		for (const name of ['ipcbox', 'side']) {
			const printed = session.printed(`docker exec ${name} ip -4 addr show eth0`);
			const [, address] = /inet ([\d./]+)/.exec(printed)!;
			expect(textOf(marks, `world:${name}/net`)).toBe(`eth0 ${address}`);
		}
		const ofHost = session.during(session.index('docker run --rm --uts=host busybox hostname'));
		const shown = ofHost.flatMap((all) =>
			all.flatMap(({ key }) => (/^world:[^/]+\/uts$/.test(key) ? [textOf(all, key)] : [])),
		);
		expect(shown).toContain(session.printed('docker run --rm --uts=host busybox hostname').trim());
		const beta = session.during(session.index('docker run --rm --hostname beta'));
		const name = session.printed('docker run --rm --hostname beta').trim();
		expect(beta.some((all) => all.some(({ key }) => textOf(all, key) === name))).toBe(true);
	});

	test('ns-04-unshare: names, numbers, interfaces and users of worlds made by hand', async () => {
		const session = await Session.of(profile, 'ns-04-unshare');
		const world = (step: number, type: string): (string | undefined)[] =>
			session.during(step).map((marks) => textOf(marks, `world:hand:7/${type}`));
		const uts = session.index("unshare --uts bash -c 'readlink");
		expect(world(uts, 'uts')).toContain(session.printed('unshare --uts').trim().split('\n').at(-1));
		expect(textOf(session.after(uts), 'world:host/uts')).toBe(session.printed('hostname').trim());
		const pid = session.index("unshare --pid --fork bash -c 'echo");
		const [, own] = /my pid is (\d+)/.exec(session.steps[pid]!.stdout)!;
		const inner = session.during(pid).flatMap((marks) => seen(marks, 'hand:7').map(([number]) => number));
		expect(inner).toContain(own);
		const net = session.index('unshare --net ip -br link');
		expect(world(net, 'net')).toContain(session.steps[net]!.stdout.split(/\s/)[0]);
		const map = session.index('unshare --user --map-root-user cat /proc/self/uid_map');
		const [inside, , length] = session.steps[map]!.stdout.trim().split(/\s+/).map(Number);
		const pieces = session
			.during(map, 'users')
			.flatMap((marks) => marks.flatMap(({ key }) => (/^map:\d+\/0$/.test(key) ? [textOf(marks, key)] : [])));
		expect(length).toBe(1);
		expect(pieces).toContain(String(inside));
		const gone = session.after(session.steps.length - 1);
		expect(gone.filter(({ key }) => key.startsWith('hand:'))).toEqual([]);
	});

	test('ns-05-netns-by-hand: a network namespace that only a file holds', async () => {
		const session = await Session.of(profile, 'ns-05-netns-by-hand');
		const added = session.after(0);
		const [name] = session.printed('ip netns list').split(/\s/);
		expect(added.find(({ key }) => key === 'hand:7')).toMatchObject({ heading: `ip netns ${name}` });
		const links = session.printed('ip netns exec red ip -br addr').split(/\s/)[0];
		expect(textOf(added, 'world:hand:7/net')).toBe(links);
		const step = session.index('ip netns exec red ip link set eth0 up');
		const [, source] = /src ([\d.]+)/.exec(session.printed('ip netns exec red ip route'))!;
		expect(textOf(session.after(step), 'world:hand:7/net')).toBe(`eth0 ${source}/24`);
		const deleted = session.after(session.index('ip netns del red'));
		expect(deleted.filter(({ key }) => /^(hand|pin):/.test(key))).toEqual([]);
	});
	test('ns-05-netns-by-hand: what nsenter prints stands in the container’s panel', async () => {
		const session = await Session.of(profile, 'ns-05-netns-by-hand');
		const marks = session.after(session.index('docker run -d --name box'));
		const printed = session.printed('nsenter -t $P -n ip -br -4 addr');
		const [, address] = /eth0\S* +UP +([\d./]+)/.exec(printed)!;
		expect(textOf(marks, 'world:box/net')).toBe(`eth0 ${address}`);
		const id = session.printed('docker run -d --name box').slice(0, 12);
		expect(session.printed('nsenter -t $P -u hostname').trim() === id).toBe(
			textOf(marks, 'world:box/uts') ===
				session.run.steps[session.index('docker run -d --name box')]?.stdout.slice(0, 12),
		);
		const listed = /^ +(\d+) (sleep 1000)$/m.exec(session.printed('nsenter -t $P -p -m ps'))!;
		expect(seen(marks, 'box').map(([number, program]) => [number, program])).toEqual([listed.slice(1)]);
	});
});
