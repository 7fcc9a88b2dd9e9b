/** /proc/PID/limits (proc_pid_limits(5)). */
import type { HostState } from '../state.ts';
import type { Task } from './task.ts';
import { none, rows, resourceLimits } from './resourceLimits.ts';

const shown = (value: number): string => (value === none ? 'unlimited' : String(value));

const row = (name: string, soft: string, hard: string, unit: string) =>
	`${name.padEnd(25)} ${soft.padEnd(20)} ${hard.padEnd(20)} ${unit}\n`;

/** /proc/PID/limits */
export const limitsText = (state: HostState, task: Task): string => {
	const limits = resourceLimits(state, task);
	const told = rows.map(([name, words, unit]) =>
		row(`Max ${words}`, ...(limits[name]!.map(shown) as [string, string]), unit?.padEnd(10) ?? ''),
	);
	return row('Limit', 'Soft Limit', 'Hard Limit', 'Units     ') + told.join('');
};
