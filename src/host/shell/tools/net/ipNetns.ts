/** ip netns: network namespaces with a name, kept alive by a bind mount under /run/netns (ip-netns(8)). */
import {
	exists,
	listing,
	makeDirectory,
	remove as removeFile,
	status,
	writeFile,
} from '../../../kernel/files.ts';
import { exec, setns, unshare } from '../../../kernel/life.ts';
import { bind, unmount } from '../../../kernel/mounting.ts';
import { releaseNamespace } from '../../../kernel/namespaces.ts';
import { isErrno } from '../../../kernel/errno.ts';
import type { HostState } from '../../../state.ts';
import { commandOf, type IpCall } from './ipCall.ts';

const DIRECTORY = '/run/netns';
const pathOf = (name: string): string => `${DIRECTORY}/${name}`;

/** A name is a file of that directory, or what it links to: the namespace's own file is bound or linked there. */
export const namespaceNamed = (state: HostState, pid: number, name: string): number | undefined => {
	try {
		const { inode } = status(state, pid, pathOf(name));
		return state.nets.has(inode) ? inode : undefined;
	} catch (error) {
		if (!isErrno(error)) throw error;
		return undefined;
	}
};

/** The tool unshares its own namespace and holds it by a bind mount of /proc/self/ns/net. */
const add = (ip: IpCall, name: string): number => {
	const { host, pid } = ip.call;
	const path = pathOf(name);
	if (exists(host.state, pid, path)) return ip.say(`Cannot create namespace file "${path}": File exists`, 1);
	makeDirectory(host, pid, DIRECTORY, { parents: true });
	writeFile(host, pid, path, '', { mode: 0o444 });
	unshare(host, pid, ['net']);
	const inode = ip.call.process.task.namespaces.net;
	bind(host, pid, { source: '/proc/self/ns/net', target: path, why: 'netns' });
	host.emit({ kind: 'namespace.pin', inode, isPinned: true, path });
	host.emit({ kind: 'net.name', namespace: inode, name });
	return 0;
};
const list = (ip: IpCall): number => {
	const { state, pid } = ip.call;
	if (!exists(state, pid, DIRECTORY)) return 0;
	// A tmpfs lists what was made last first.
	for (const name of listing(state, pid, DIRECTORY).reverse()) {
		const namespace = namespaceNamed(state, pid, name);
		const id = namespace === undefined ? -1 : ip.net.peers.indexOf(namespace);
		ip.call.out(`${name}${id < 0 ? '' : ` (id: ${id})`}\n`);
	}
	return 0;
};
const remove = (ip: IpCall, name: string): number => {
	const { host, pid } = ip.call;
	const path = pathOf(name);
	const inode = namespaceNamed(host.state, pid, name);
	if (inode === undefined || !exists(host.state, pid, path))
		return ip.say(`Cannot remove namespace file "${path}": No such file or directory`, 1);
	unmount(host, pid, path, { lazy: true });
	removeFile(host, pid, path);
	host.emit({ kind: 'net.name', namespace: inode, name: undefined });
	host.emit({ kind: 'namespace.pin', inode, isPinned: false, path });
	releaseNamespace(host, inode);
	return 0;
};

/** Where PATH has a program. */
const programPath = (ip: IpCall, name: string): string | undefined => {
	if (name.includes('/')) return name;
	const { state, pid, process } = ip.call;
	const directories = (process.env['PATH'] ?? '').split(':');
	return directories.map((directory) => `${directory}/${name}`).find((path) => exists(state, pid, path));
};
/** The tool itself enters the namespace and becomes the program. */
const execute = (ip: IpCall, name: string): number => {
	const { host, pid, process } = ip.call;
	const inode = namespaceNamed(host.state, pid, name);
	if (inode === undefined)
		return ip.say(`Cannot open network namespace "${name}": No such file or directory`, 255);
	const [command = ''] = ip.args;
	if (!command) return ip.stop('No command specified', 255);
	setns(host, pid, 'net', inode);
	const path = programPath(ip, command);
	const failed = (reason: string) => ip.say(`exec of "${command}" failed: ${reason}`, 255);
	if (path === undefined) return failed('No such file or directory');
	try {
		exec(host, pid, path, ip.args, process.env);
	} catch (error) {
		if (!isErrno(error)) throw error;
		return failed(error.message);
	}
	return 0;
};
const pids = (ip: IpCall, name: string): number => {
	const inode = namespaceNamed(ip.call.state, ip.call.pid, name);
	for (const task of ip.call.state.tasks.filter(({ namespaces }) => namespaces.net === inode))
		ip.call.out(`${task.pid}\n`);
	return 0;
};

const commands = ['list', 'show', 'add', 'delete', 'exec', 'pids', 'identify', 'attach', 'set', 'monitor'];
export const ipNetns = (ip: IpCall): number => {
	const word = ip.args.shift() ?? 'list';
	const command = commandOf(word, commands);
	if (command === 'list' || command === 'show') return list(ip);
	if (command === undefined) return ip.stop(`Command "${word}" is unknown, try "ip netns help".`, 255);
	if (command === 'add' || command === 'delete' || command === 'exec') ip.needAdmin();
	if (command === 'add') return add(ip, ip.next());
	if (command === 'delete') return remove(ip, ip.next());
	if (command === 'exec') return execute(ip, ip.next());
	if (command === 'pids') return pids(ip, ip.next());
	return ip.real(`netns ${command}`);
};
