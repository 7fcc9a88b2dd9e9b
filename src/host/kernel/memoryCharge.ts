import type { HostState } from '../state.ts';
import type { Task } from './task.ts';

/**
 * What any process keeps beside what it asks for: stack, page tables, the touched pages of its program. A sleeping
 * busybox was seen with 332 KiB charged to it.
 */
const LEAST = 332 * 1024;

/** What a task is charged for, in bytes: what of it is in memory. */
export const chargeOf = ({
	status,
	memory,
	swapped = 0,
}: Pick<Task, 'status' | 'memory' | 'swapped'>): number => (status === 'Z' ? 0 : memory - swapped + LEAST);

/** The hierarchy that has the memory controller. */
export const memoryHierarchy = ({ profile }: Pick<HostState, 'profile'>): string =>
	profile === 'docker26-cgroup2' ? 'unified' : 'memory';
