/** /proc/PID/fd: opening one of its links opens the very pipe or file (proc_pid_fd(5)). */
import type { HostState } from '../state.ts';
import type { Task } from './task.ts';
import { link, type Virtual } from './virtual.ts';
import type { Branch } from './virtualTree.ts';

const descriptor = (task: Task, number: number, target: string): [string, Virtual] => [
	String(number),
	{
		...link(target),
		stream: (host) => host.scheduler.processes.get(task.pid)?.streams.get(number)?.hold(),
	},
];

/** Standard descriptors and sockets: what the state knows of. */
export const descriptorFiles = (state: HostState, task: Task): Branch => {
	if (task.status === 'Z') return {};
	const pipe = (number: number) => `pipe:[${task.pid * 10 + number}]`;
	const standard = [0, 1, 2].map((number) => descriptor(task, number, number ? pipe(number) : '/dev/null'));
	const sockets =
		state.nets.get(task.namespaces.net)?.sockets.filter((socket) => socket.pid === task.pid) ?? [];
	return Object.fromEntries([
		...standard,
		...sockets.map((socket) => descriptor(task, socket.fd, `socket:[${socket.id}]`)),
	]);
};
