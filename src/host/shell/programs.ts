/** The one list of programs: which file of a machine or an image is which tool. */
import { isErrno } from '../kernel/errno.ts';
import { content, programName, status } from '../kernel/files.ts';
import { canonicalPath } from '../kernel/path.ts';
import type { Host, Programs } from '../host.ts';
import type { Program } from '../process.ts';
import { Call, called, type Kind, type Tool, type ToolTable } from './call.ts';
import { docker } from './docker/docker.ts';
import type { Dialect } from './language/script.ts';
import { shellProgram } from './program.ts';
import { fileTools } from './tools/fileTools.ts';
import { netTools } from './tools/net.ts';
import { processTools } from './tools/processTools.ts';
import { serverPrograms } from './servers/serverPrograms.ts';
import { systemTools } from './tools/systemTools.ts';
import { BUSYBOX } from './tools/busyboxText.ts';
import { textTools } from './tools/textTools.ts';

const tools: ToolTable = Object.assign(
	Object.create(null) as object,
	textTools,
	fileTools,
	processTools,
	systemTools,
	netTools,
);

/** What people try that is on such a machine, and does nothing here. */
const unmodelled = [
	'apt',
	'apt-get',
	'dpkg',
	'vi',
	'nano',
	'ssh',
	'git',
	'make',
	'python3',
	'perl',
	'journalctl',
	'dmesg',
	'strace',
	'tcpdump',
	'nft',
	'brctl',
	'ethtool',
	'fdisk',
	'mkfs.ext4',
	'modprobe',
	'su',
	'sudo',
	'passwd',
	'useradd',
	'man',
	'crontab',
	'ip6tables',
	'ip6tables-save',
	'tc',
	'lsmod',
	'rmmod',
	...`base32 blkid chcon chrt choom cksum column csplit expand factor fallocate flock fmt getopt gpasswd groupadd`.split(
		' ',
	),
	...`gunzip gzip hostid install ionice join last link logger login logname losetup lsblk lscpu lsipc lslocks`.split(
		' ',
	),
	...`lsmem mkfs mkswap namei newgrp numfmt partx pathchk pmap pr prlimit ptx pwdx renice`.split(' '),
	...`runuser script setarch setpriv sha224sum sha384sum sha512sum shred shuf slabtop split stdbuf stty sum taskset`.split(
		' ',
	),
	...`tload tsort unexpand usermod userdel vmstat w wall watch who wipefs zcat`.split(' '),
];

const shells: Readonly<Record<string, Dialect>> = { bash: 'bash', rbash: 'bash', dash: 'dash', sh: 'dash' };
const appletShells = new Set(['sh', 'ash', 'bash']);

const toolOf = (name: string, kind: Kind): Tool | undefined => {
	const found = tools[name];
	return typeof found === 'function' ? found : found?.[kind];
};

/** Names that a machine's PATH has files for. */
export const toolNames = (kind: Kind): readonly string[] => {
	const own = Object.keys(tools).filter((name) => toolOf(name, kind));
	return kind === 'busybox'
		? [...own, 'sh', 'ash', 'busybox']
		: [...own, ...Object.keys(shells), 'docker', 'busybox', ...unmodelled];
};

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);

const programOf = (run: Tool, kind: Kind, skip: number): Program =>
	function* (process) {
		const name = baseName(process.argv[skip] ?? '');
		return yield* called(run, new Call(process, name, process.argv.slice(skip + 1), kind));
	};

/** The applet that busybox is called as: by its name, or by its first argument. */
const applet: Program = (process) => {
	const [first = '', second] = process.argv;
	const isOwnName = baseName(first).startsWith('busybox');
	const name = isOwnName ? (second ?? '') : baseName(first).replace(/^-/, '');
	if (appletShells.has(name)) return shellProgram('ash')(process);
	const found = toolOf(name, 'busybox');
	if (found) return programOf(found, 'busybox', isOwnName ? 1 : 0)(process);
	if (isOwnName && !name) return about(process);
	return says(
		isOwnName && name && !toolNames('gnu').includes(name)
			? `${name}: applet not found`
			: `${name || 'busybox'}: real, but not simulated here`,
		isOwnName ? 127 : 126,
	)(process);
};

const about: Program = function* (process) {
	process.write(
		`${BUSYBOX}\nBusyBox is copyrighted by many authors between 1998-2015.\nLicensed under GPLv2. See source distribution for detailed\ncopyright notices.\n`,
	);
	return 0;
};

const says = (text: string, code: number): Program =>
	function* (process) {
		process.error(`${text}\n`);
		return code;
	};

const isBusybox = (host: Host, pid: number, path: string): boolean => {
	try {
		return status(host.state, pid, '/bin/busybox').inode === status(host.state, pid, path).inode;
	} catch (error) {
		if (isErrno(error)) return false;
		throw error;
	}
};

const hasText = (host: Host, pid: number, path: string): boolean => {
	const { content: text } = status(host.state, pid, path);
	return text !== undefined && text !== '' && !content(host.state, pid, path).startsWith('\x7fELF');
};

export const programs: Programs = (host, pid, path) => {
	const name = programName(host.state, pid, path);
	if (name === 'busybox' || isBusybox(host, pid, path)) return applet;
	const resolved = baseName(canonicalPath(host.state, pid, path));
	const dialect = shells[resolved] ?? shells[name];
	if (dialect) return shellProgram(dialect);
	if (name === 'docker') return docker;
	const server = serverPrograms[name];
	if (server) return server;
	const found = toolOf(baseName(path), 'gnu') ?? toolOf(name, 'gnu');
	if (found) return programOf(found, 'gnu', 0);
	// A text without #! is run by the shell that was asked to (POSIX.1 "Command Search and Execution", ENOEXEC).
	return hasText(host, pid, path) ? scriptOf(path) : undefined;
};

const scriptOf =
	(path: string): Program =>
	(process) =>
		shellProgram('dash', ['sh', path, ...process.argv.slice(1)])(process);
