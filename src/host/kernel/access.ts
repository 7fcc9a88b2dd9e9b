/** Who may do what with a file: owner, group, others, and capabilities over all of them (inode(7), capabilities(7)). */
import type { HostState } from '../state.ts';
import type { Capability } from './capability.ts';
import { Errno } from './errno.ts';
import type { Inode } from './file.ts';
import { isMapped } from './idMap.ts';
import type { Task } from './task.ts';

export type Access = 'r' | 'w' | 'x';
const bits: Readonly<Record<Access, number>> = { r: 4, w: 2, x: 1 };

/** Whether a task has a capability; over `inode` only where its user namespace maps the file's owner. */
export const isCapable = (state: HostState, pid: number, capability: Capability, inode?: Inode): boolean => {
	const task = state.tasks.get(pid);
	if (!task?.capabilities.includes(capability)) return false;
	return !inode || isMapped(state, pid, inode.uid, inode.gid);
};

/** SYS_ADMIN and its kin over the machine itself, not over a user namespace. */
export const isCapableOverMachine = (state: HostState, pid: number, capability: Capability): boolean =>
	isCapable(state, pid, capability) &&
	state.namespaces.get(state.tasks.get(pid)!.namespaces.user)?.isInitial === true;

export const isOwner = (state: HostState, pid: number, inode: Inode): boolean =>
	state.tasks.get(pid)?.uid === inode.uid || isCapable(state, pid, 'FOWNER', inode);

const modeFor = (inode: Inode, { uid, gid, groups }: Task): number => {
	if (uid === inode.uid) return inode.mode >> 6;
	return gid === inode.gid || groups?.includes(inode.gid) ? inode.mode >> 3 : inode.mode;
};

export const isAllowed = (state: HostState, pid: number, inode: Inode, access: Access): boolean => {
	const everybody = bits[access] * 0o111;
	if ((inode.mode & everybody) === everybody) return true;
	const task = state.tasks.get(pid);
	if (!task) return false;
	if (modeFor(inode, task) & bits[access]) return true;
	const isExecutable = inode.kind === 'dir' || (inode.mode & 0o111) !== 0;
	if ((access !== 'x' || isExecutable) && isCapable(state, pid, 'DAC_OVERRIDE', inode)) return true;
	const isReading = access === 'r' || (access === 'x' && inode.kind === 'dir');
	return isReading && isCapable(state, pid, 'DAC_READ_SEARCH', inode);
};

export const checkAccess = (state: HostState, pid: number, inode: Inode, access: Access): void => {
	if (!isAllowed(state, pid, inode, access)) throw new Errno('EACCES');
};

/** The sticky bit: in /tmp only the owner of a file, or of the directory, removes it. */
export const checkSticky = (state: HostState, pid: number, directory: Inode, inode: Inode): void => {
	if (!(directory.mode & 0o1000) || isOwner(state, pid, inode)) return;
	if (state.tasks.get(pid)?.uid !== directory.uid) throw new Errno('EPERM');
};
