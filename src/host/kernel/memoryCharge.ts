import type { Task } from './task.ts';

/**
 * What any process keeps beside what it asks for: stack, page tables, the touched pages of its program. A sleeping
 * busybox was seen with 332 KiB charged to it.
 */
const LEAST = 332 * 1024;

/** What a task is charged for, in bytes. */
export const chargeOf = (task: Pick<Task, 'status' | 'memory'>): number =>
	task.status === 'Z' ? 0 : task.memory + LEAST;
