/** unshare, nsenter, lsns, chroot (util-linux, coreutils). */
import { namespaceTypes, type NamespaceType } from '../../kernel/namespace.ts';
import { isErrno } from '../../kernel/errno.ts';
import { isCapable } from '../../kernel/access.ts';
import { status, writeFile } from '../../kernel/files.ts';
import { gidOutside, uidOutside } from '../../kernel/idMap.ts';
import { kill, run, setns, unshare as unshareFrom, waitFor } from '../../kernel/life.ts';
import { makePrivate, makeShared, makeSlave, mount } from '../../kernel/mounting.ts';
import { changeDirectory, changeRoot } from '../../kernel/path.ts';
import type { Ending } from '../../kernel/task.ts';
import type { Running } from '../../process.ts';
import { Call } from '../call.ts';
import { become } from '../child.ts';
import { optionsOf, type Options } from './options.ts';
import { commandLine, rowsSeen, tableText, type ProcessRow } from './processTable.ts';
import { userName } from '../users.ts';

const LETTERS: Readonly<Record<string, NamespaceType>> = {
	m: 'mnt',
	u: 'uts',
	i: 'ipc',
	n: 'net',
	p: 'pid',
	U: 'user',
	C: 'cgroup',
	T: 'time',
};
/** CLONE_NEW… (linux/sched.h). */
const FLAGS: Readonly<Record<NamespaceType, number>> = {
	time: 0x80,
	mnt: 0x20000,
	cgroup: 0x2000000,
	uts: 0x4000000,
	ipc: 0x8000000,
	user: 0x10000000,
	pid: 0x20000000,
	net: 0x40000000,
};
const flagsOf = (types: readonly NamespaceType[]): number =>
	types.reduce((sum, type) => sum + FLAGS[type], 0);
const LONG = {
	mount: 'm',
	uts: 'u',
	ipc: 'i',
	net: 'n',
	pid: 'p',
	user: 'U',
	cgroup: 'C',
	time: 'T',
	fork: 'f',
};

/** In a child or in this process, whichever is asked for; the child's end becomes this one's. */
function* inChild(call: Call, isForked: boolean, action: (call: Call) => Running<number>): Running<number> {
	if (!isForked) return yield* action(call);
	const child = run(call.host, call.pid, (process) =>
		action(new Call(process, call.name, call.args, call.kind)),
	);
	const end: Ending = yield* waitFor(call.process, child.pid);
	if ('code' in end) return end.code;
	// util-linux: the parent dies of the same signal.
	kill(call.host, call.pid, call.pid, end.signal);
	if (!call.process.body) yield { keys: [] };
	return 128;
}

const shellOf = (call: Call): string[] => [call.process.env['SHELL'] ?? '/bin/sh'];

const mapped = (call: Call, options: Options): void => {
	if (!options.has('r') && !options.has('c')) return;
	const { uid, gid } = call.process.task;
	writeFile(call.host, call.pid, '/proc/self/uid_map', `${options.has('r') ? 0 : uid} ${uid} 1`);
	writeFile(call.host, call.pid, '/proc/self/setgroups', 'deny');
	writeFile(call.host, call.pid, '/proc/self/gid_map', `${options.has('r') ? 0 : gid} ${gid} 1`);
};

/** `--propagation`: how the mounts of the new namespace and the old one hear of each other (unshare(1)). */
const propagate = (call: Call, kind: string): void => {
	const all = { private: makePrivate, shared: makeShared, slave: makeSlave };
	if (Object.hasOwn(all, kind)) all[kind as keyof typeof all](call.host, call.pid, '/', { recursive: true });
	else if (kind !== 'unchanged') call.stop(`unsupported propagation mode: ${kind}`);
};

export function* unshare(call: Call): Running<number> {
	const options = optionsOf(call, 'muinpUCTfrcR:w:S:G:g:', {
		long: {
			...LONG,
			'map-root-user': 'r',
			'map-current-user': 'c',
			'mount-proc': 'M',
			root: 'R',
			wd: 'w',
			'kill-child': 'k',
			propagation: 'g',
			setuid: 'S',
			setgid: 'G',
		},
		stops: true,
	});
	const letters = [...'muinpUCT'].filter((letter) => options.has(letter));
	if ((options.has('r') || options.has('c')) && !letters.includes('U')) letters.push('U');
	if (options.has('M') && !letters.includes('m')) letters.push('m');
	const types = letters.map((letter) => LETTERS[letter]!);
	const isAllowed =
		isCapable(call.state, call.pid, 'SYS_ADMIN') || (types.includes('user') && !call.process.task.seccomp);
	if (types.length && !isAllowed)
		return call.fail(
			call.isBusybox
				? `unshare(0x${flagsOf(types).toString(16)}): Operation not permitted`
				: 'unshare failed: Operation not permitted',
		);
	unshareFrom(call.host, call.pid, types);
	mapped(call, options);
	if (types.includes('mnt') && !call.isBusybox) propagate(call, options.value('g') ?? 'private');
	const command = options.rest.length ? options.rest : shellOf(call);
	return yield* inChild(call, options.has('f'), function* (own) {
		if (options.has('R')) changeRoot(own.host, own.pid, options.value('R')!);
		if (options.has('M'))
			mount(own.host, own.pid, {
				type: 'proc',
				source: 'proc',
				target: options.value('M') || '/proc',
				options: 'nosuid,nodev,noexec',
				why: 'proc',
			});
		if (options.has('w')) changeDirectory(own.host, own.pid, options.value('w')!);
		return yield* become(own, command);
	});
}

/** util-linux enters them in this order. */
const ENTERED: readonly NamespaceType[] = ['user', 'cgroup', 'ipc', 'uts', 'net', 'pid', 'mnt', 'time'];

const fileOf = (target: string | undefined, type: NamespaceType) => `/proc/${target ?? 'self'}/ns/${type}`;

export function* nsenter(call: Call): Running<number> {
	const options = optionsOf(call, 'm?u?i?n?p?U?C?T?at:Fr?w?S:G:', {
		long: {
			...LONG,
			all: 'a',
			target: 't',
			'no-fork': 'F',
			root: 'r',
			wd: 'w',
			setuid: 'S',
			setgid: 'G',
			'preserve-credentials': 'k',
		},
		stops: true,
	});
	const target = options.value('t');
	if (target !== undefined && !/^\d+$/.test(target)) return call.fail(`failed to parse pid: '${target}'`);
	const letters = Object.entries(LETTERS);
	const own = (type: NamespaceType) => status(call.state, call.pid, fileOf(undefined, type)).inode;
	const wanted: { type: NamespaceType; inode: number }[] = [];
	for (const type of ENTERED) {
		const letter = letters.find(([, each]) => each === type)![0];
		const path = options.value(letter) || fileOf(target, type);
		if (!options.has(letter) && !options.has('a')) continue;
		if (target === undefined && !options.value(letter))
			return call.fail(
				call.host.profile.major >= 26
					? 'no target PID specified'
					: `neither filename nor target pid supplied for ns/${type}`,
			);
		try {
			const { inode } = status(call.state, call.pid, path);
			if (!options.has('a') || inode !== own(type)) wanted.push({ type, inode });
		} catch (error) {
			if (!isErrno(error)) throw error;
			return call.fail(
				call.isBusybox ? `can't open '${path}': ${error.message}` : `cannot open ${path}: ${error.message}`,
			);
		}
	}
	const refused = wanted.find(() => !isCapable(call.state, call.pid, 'SYS_ADMIN'));
	if (refused)
		return call.fail(
			call.isBusybox
				? `setns(ns/${refused.type}): Operation not permitted`
				: `reassociate to namespace 'ns/${refused.type}' failed: Operation not permitted`,
		);
	for (const { type, inode } of wanted) setns(call.host, call.pid, type, inode);
	const isForked = wanted.some(({ type }) => type === 'pid') && !options.has('F');
	const command = options.rest.length ? options.rest : shellOf(call);
	const isRootOf = wanted.some(({ type }) => type === 'user') && !call.isBusybox && !options.has('k');
	return yield* inChild(call, isForked, function* (inner) {
		const refused = credentials(inner, options, isRootOf);
		return refused === undefined ? yield* become(inner, command) : inner.fail(refused);
	});
}

/** util-linux: who enters a user namespace becomes its root, unless -S, -G or --preserve-credentials say otherwise. */
const credentials = (call: Call, options: Options, isRootOf: boolean): string | undefined => {
	const [uid, gid] = ['S', 'G'].map((letter) => options.value(letter) ?? (isRootOf ? '0' : undefined));
	const own = gid === undefined ? call.process.task.gid : gidOutside(call.state, call.pid, Number(gid));
	if (own === undefined) return 'setgroups failed: Operation not permitted';
	const user = uid === undefined ? call.process.task.uid : uidOutside(call.state, call.pid, Number(uid));
	if (user === undefined) return 'setuid failed: Invalid argument';
	if (user === call.process.task.uid && own === call.process.task.gid) return undefined;
	const set = {
		uid: user,
		gid: own,
		groups: [],
		...(uid !== undefined && uid !== '0' && { capabilities: [] }),
	};
	call.host.emit({ kind: 'task.change', pid: call.pid, why: 'credentials', set });
	return undefined;
};

export function* chroot(call: Call): Running<number> {
	const options = optionsOf(call, '', {
		long: { userspec: 'u', groups: 'g', 'skip-chdir': 's' },
		stops: true,
		status: 125,
	});
	const [path, ...command] = options.rest;
	if (path === undefined) return call.misused('missing operand', 125);
	try {
		changeRoot(call.host, call.pid, path);
		changeDirectory(call.host, call.pid, '/');
	} catch (error) {
		return call.failed(
			error,
			call.isBusybox
				? `can't change root directory to '${path}'`
				: `cannot change root directory to '${path}'`,
			call.isBusybox ? 1 : 125,
		);
	}
	return yield* become(call, command.length ? command : [...shellOf(call), '-i']);
}

interface Seen {
	readonly inode: number;
	readonly type: NamespaceType;
	readonly members: ProcessRow[];
}
const namespacesSeen = (call: Call): Seen[] => {
	const seen = new Map<number, Seen>();
	for (const row of rowsSeen(call.state, call.pid) ?? []) {
		if (row.task.status === 'Z') continue;
		for (const type of namespaceTypes) {
			const inode = row.task.namespaces[type];
			if (!seen.has(inode)) seen.set(inode, { inode, type, members: [] });
			seen.get(inode)!.members.push(row);
		}
	}
	return [...seen.values()].sort((a, b) => a.inode - b.inode);
};

const FIELDS: Readonly<Record<string, (call: Call, seen: Seen) => string>> = {
	NS: (_, { inode }) => String(inode),
	TYPE: (_, { type }) => type,
	PATH: (_, { type, members }) => `/proc/${members[0]!.pid}/ns/${type}`,
	NPROCS: (_, { members }) => String(members.length),
	PID: (_, { members }) => String(members[0]!.pid),
	PPID: (_, { members }) => String(members[0]!.parent),
	COMMAND: (_, { members }) => commandLine(members[0]!.task),
	UID: (_, { members }) => String(members[0]!.task.uid),
	USER: (call, { members }) => userName(call.state, call.pid, members[0]!.task.uid),
};

export function* lsns(call: Call): Running<number> {
	const options = optionsOf(call, 'p:t:o:nlrJWu', {
		long: { task: 'p', type: 't', output: 'o', noheadings: 'n' },
	});
	if (options.has('J')) return call.fail('-J: real, but not simulated here');
	const target = options.value('p') ?? options.rest[0];
	const wanted = options.value('t')?.split(',');
	const all = namespacesSeen(call).filter(
		({ type, inode, members }) =>
			(!wanted || wanted.includes(type)) &&
			(target === undefined || inode === Number(target) || members.some(({ pid }) => pid === Number(target))),
	);
	if (target !== undefined && !all.length) return call.fail(`not found namespace: ${target}`);
	const names = (options.value('o') ?? 'NS,TYPE,NPROCS,PID,USER,COMMAND').toUpperCase().split(',');
	const wrong = names.find((name) => !FIELDS[name]);
	if (wrong) return call.fail(`unknown column: ${wrong}`);
	const rows = [
		...(options.has('n') ? [] : [names]),
		...all.map((seen) => names.map((name) => FIELDS[name]!(call, seen))),
	];
	const shape = names.map((name, i) => ({
		width: Math.max(...rows.map((row) => row[i]!.length)),
		isRight: ['NS', 'NPROCS', 'PID', 'PPID', 'UID'].includes(name),
	}));
	call.out(tableText(rows, shape));
	return 0;
}
