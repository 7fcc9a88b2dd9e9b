/** id, whoami, groups, nproc, free, ipcs, ipcmk, sysctl, tty, sync, clear. */
import { coresOf } from '../../kernel/control.ts';
import { content, exists, writeFile } from '../../kernel/files.ts';
import { gidInside, uidInside } from '../../kernel/idMap.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { groupName, groupsOf, userNamed, userName } from '../users.ts';
import { optionsOf } from './options.ts';

const own = (call: Call) => ({
	uid: uidInside(call.state, call.pid, call.process.task.uid),
	gid: gidInside(call.state, call.pid, call.process.task.gid),
});

type Group = ReturnType<typeof groupsOf>[number];
const withOwn = (name: string, gid: number, others: readonly Group[]): Group[] => [
	{ name, gid },
	...others.filter((each) => each.gid !== gid),
];
/** What was set for the process, or else what its user has. GNU's list begins with its group, busybox' is as the kernel sorts it. */
function ownGroups(call: Call): Group[] {
	const { state, pid } = call;
	const { uid, gid } = own(call);
	const named = (each: number): Group => ({ name: groupName(state, pid, each), gid: each });
	const { groups: set } = call.process.task;
	const others = set?.map(named) ?? groupsOf(state, pid, userName(state, pid, uid));
	return call.isBusybox && set ? [...others] : withOwn(named(gid).name, gid, others);
}

export function* id(call: Call): Running<number> {
	const options = optionsOf(call, 'ugnGr', { long: { user: 'u', group: 'g', name: 'n', groups: 'G' } });
	const { state, pid } = call;
	const [wish] = options.rest;
	const user = wish === undefined ? own(call) : userNamed(state, pid, wish);
	if (!user) return call.fail(call.isBusybox ? `unknown user ${wish}` : `${call.quoted(wish)}: no such user`);
	const { uid, gid } = user;
	const [name, group] = [userName(state, pid, uid), groupName(state, pid, gid)];
	const all = wish === undefined ? ownGroups(call) : withOwn(group, gid, groupsOf(state, pid, name));
	const labelled = (number: number, label: string) =>
		label === String(number) ? String(number) : `${number}(${label})`;
	if (options.has('u')) call.out(`${options.has('n') ? name : uid}\n`);
	else if (options.has('g')) call.out(`${options.has('n') ? group : gid}\n`);
	else if (options.has('G'))
		call.out(`${all.map((each) => (options.has('n') ? each.name : each.gid)).join(' ')}\n`);
	else
		call.out(
			`uid=${labelled(uid, name)} gid=${labelled(gid, group)} groups=${all.map((each) => labelled(each.gid, each.name)).join(',')}\n`,
		);
	return 0;
}
export function* whoami(call: Call): Running<number> {
	const { uid } = own(call);
	const name = userName(call.state, call.pid, uid);
	if (name === String(uid))
		return call.fail(call.isBusybox ? `unknown uid ${uid}` : `cannot find name for user ID ${uid}`);
	call.out(`${name}\n`);
	return 0;
}
export function* groups(call: Call): Running<number> {
	const names = ownGroups(call).map(({ name }) => name);
	call.out(`${names.join(' ')}\n`);
	return 0;
}
export function* nproc(call: Call): Running<number> {
	const options = optionsOf(call, '', { long: { all: 'a', ignore: 'i' } });
	call.out(`${options.has('a') ? call.host.profile.cpus : coresOf(call.state, call.pid).length}\n`);
	return 0;
}

/** What /proc/meminfo says, in bytes. */
export function* free(call: Call): Running<number> {
	const options = optionsOf(call, 'bkmghtws:c:l', { long: { bytes: 'b', mebi: 'm', gibi: 'g', human: 'h' } });
	const info = new Map(
		[...content(call.state, call.pid, '/proc/meminfo').matchAll(/^(\S+):\s+(\d+)/gm)].map((found) => [
			found[1]!,
			Number(found[2]) * 1024,
		]),
	);
	const value = (name: string) => info.get(name) ?? 0;
	const unit = options.has('b') ? 1 : options.has('m') ? 2 ** 20 : options.has('g') ? 2 ** 30 : 1024;
	const shown = (bytes: number) =>
		(options.has('h')
			? bytes >= 2 ** 30
				? `${(bytes / 2 ** 30).toFixed(1)}Gi`
				: bytes >= 2 ** 20
					? `${Math.round(bytes / 2 ** 20)}Mi`
					: `${Math.round(bytes / 1024)}Ki`
			: String(Math.floor(bytes / unit))
		).padStart(11);
	const [total, available] = [value('MemTotal'), value('MemAvailable')];
	const cache = value('Buffers') + value('Cached') + value('SReclaimable');
	call.out(
		`${' '.repeat(15)}total        used        free      shared  buff/cache   available\nMem:    ${[total, total - available, value('MemFree'), value('Shmem'), cache, available].map(shown).join(' ')}\nSwap:   ${[value('SwapTotal'), value('SwapTotal') - value('SwapFree'), value('SwapFree')].map(shown).join(' ')}\n`,
	);
	return 0;
}

export function* ipcmk(call: Call): Running<number> {
	const options = optionsOf(call, 'QM:S:p:', { long: { queue: 'Q', shmem: 'M', semaphore: 'S' } });
	if (!options.has('Q'))
		return call.fail(
			options.given.length ? 'shared memory and semaphores: real, but not simulated here' : 'bad usage',
		);
	const { ipc } = call.process.task.namespaces;
	const queue = call.state.namespaces.get(ipc)?.queues?.length ?? 0;
	call.host.emit({ kind: 'namespace.queue', inode: ipc, queue });
	call.out(`Message queue id: ${queue}\n`);
	return 0;
}
const TABLES = [
	[
		'q',
		'------ Message Queues --------',
		'key        msqid      owner      perms      used-bytes   messages    ',
	],
	[
		'm',
		'------ Shared Memory Segments --------',
		'key        shmid      owner      perms      bytes      nattch     status      ',
	],
	['s', '------ Semaphore Arrays --------', 'key        semid      owner      perms      nsems     '],
] as const;
export function* ipcs(call: Call): Running<number> {
	const options = optionsOf(call, 'qmsa', { long: { queues: 'q', shmems: 'm', semaphores: 's', all: 'a' } });
	const isAll = options.has('a') || !options.given.length;
	const queues = call.state.namespaces.get(call.process.task.namespaces.ipc)?.queues ?? [];
	for (const [letter, title, head] of TABLES) {
		if (!isAll && !options.has(letter)) continue;
		call.out(`\n${title}\n${head}\n`);
		if (letter === 'q')
			for (const queue of queues)
				call.out(
					`0x${(0x5ab10000 + queue * 0x101).toString(16)} ${String(queue).padEnd(10)} root       644        0            0           \n`,
				);
		if (letter === 's' || !isAll) call.out('\n');
	}
	return 0;
}

export function* sysctl(call: Call): Running<number> {
	const options = optionsOf(call, 'wnpaeq', { long: { write: 'w', values: 'n', all: 'a' } });
	if (options.has('a') || options.has('p'))
		return call.fail(`-${options.has('a') ? 'a' : 'p'}: real, but not simulated here`);
	let failed = 0;
	for (const word of options.rest) {
		const [key = '', value] = word.split(/\s*=\s*([\s\S]*)/);
		const path = `/proc/sys/${key.replaceAll('.', '/')}`;
		if (!exists(call.state, call.pid, path)) {
			failed = call.isBusybox
				? call.fail(`error: '${key}' is an unknown key`)
				: call.fail(`cannot stat ${path}: No such file or directory`);
			continue;
		}
		try {
			if (value !== undefined) writeFile(call.host, call.pid, path, `${value}\n`);
			call.out(
				options.has('n')
					? content(call.state, call.pid, path)
					: `${key} = ${content(call.state, call.pid, path)}`,
			);
		} catch (error) {
			failed = call.failed(error, call.isBusybox ? `error setting key '${key}'` : `setting key "${key}"`);
		}
	}
	return failed;
}

export function* tty(call: Call): Running<number> {
	call.out('not a tty\n');
	return 1;
}
export function* sync(): Running<number> {
	return 0;
}
export function* clear(call: Call): Running<number> {
	call.out('\x1b[H\x1b[2J\x1b[3J');
	return 0;
}
