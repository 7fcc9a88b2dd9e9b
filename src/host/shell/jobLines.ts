/** What jobs(1) and wait(1) need of the jobs. */
import type { Running } from '../process.ts';
import type { Shell } from './shell.ts';
import { isEnded, endOf, collect, stateWord } from './jobs.ts';

/** `wait`: until the job ends, or a trapped signal arrives (then undefined). */
export function* waitInterruptibly(shell: Shell, isOver: () => boolean): Running<boolean> {
	const { process } = shell;
	for (collect(shell); !isOver(); collect(shell)) {
		if (process.arrived.some((signal) => shell.traps.has(signal))) return false;
		yield { keys: [`exit:${process.pid}`, `signal:${process.pid}`] };
	}
	return true;
}

export const jobLines = (shell: Shell): string[] => {
	collect(shell);
	const jobs = shell.jobs.filter((job) => job.isBackground && !job.isOver);
	return jobs.map((job, i) => {
		const mark = i === jobs.length - 1 ? '+' : i === jobs.length - 2 ? '-' : ' ';
		const end = isEnded(job) ? endOf(job) : undefined;
		if (end) job.isOver = true;
		return `[${job.id}]${mark}  ${stateWord(end).padEnd(24)}${job.members.map(({ source }) => source).join(' | ')}${end ? '' : ' &'}\n`;
	});
};
