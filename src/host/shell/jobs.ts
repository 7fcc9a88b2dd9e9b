/** A shell's children: what it waits for, and what it says about those that signals ended (bash(1) "JOB CONTROL"). */
import { exitStatus, isInit, reap } from '../kernel/life.ts';
import type { Ending } from '../kernel/task.ts';
import { isErrno } from '../kernel/errno.ts';
import type { Running } from '../process.ts';
import type { Shell } from './shell.ts';

export interface Member {
	readonly pid: number;
	/** Its number as the shell sees it. */
	readonly number: number;
	readonly source: string;
	end?: Ending;
}
export interface Job {
	readonly id: number;
	readonly members: readonly Member[];
	readonly isBackground: boolean;
	/** The end has been told, or asked for. */
	isOver: boolean;
}

export const isEnded = (job: Job): boolean => job.members.every(({ end }) => end);
export const endOf = (job: Job): Ending => job.members.at(-1)?.end ?? { code: 0 };
export const jobStatus = (job: Job): number => exitStatus(endOf(job));

export const addJob = (shell: Shell, members: readonly Member[], isBackground: boolean): Job => {
	const id =
		Math.max(0, ...shell.jobs.filter((job) => job.isBackground && !job.isOver).map((job) => job.id)) + 1;
	const job: Job = { id, members, isBackground, isOver: false };
	shell.jobs.push(job);
	return job;
};

/** Takes the status of every child that has ended; PID 1 also of those it inherited. */
export const collect = (shell: Shell): void => {
	const { host, process } = shell;
	for (const { members } of shell.jobs)
		for (const member of members) {
			if (member.end) continue;
			const task = host.state.tasks.get(member.pid);
			if (!task) member.end = { code: 0 };
			else if (task.end) {
				member.end = task.end;
				reap(host, process.pid, member.pid);
			}
		}
	if (!isInit(process.task)) return;
	for (const pid of [...host.kin.children(process.pid)])
		if (host.state.tasks.get(pid)?.end) reap(host, process.pid, pid);
};

/** The state names of wait statuses, as strsignal(3) has them. */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
	HUP: 'Hangup',
	INT: 'Interrupt',
	QUIT: 'Quit',
	ILL: 'Illegal instruction',
	TRAP: 'Trace/breakpoint trap',
	ABRT: 'Aborted',
	BUS: 'Bus error',
	FPE: 'Floating point exception',
	KILL: 'Killed',
	USR1: 'User defined signal 1',
	SEGV: 'Segmentation fault',
	USR2: 'User defined signal 2',
	PIPE: 'Broken pipe',
	ALRM: 'Alarm clock',
	TERM: 'Terminated',
};
export const description = (signal: string): string => DESCRIPTIONS[signal] ?? `Unknown signal ${signal}`;

export const stateWord = (end: Ending | undefined): string =>
	!end ? 'Running' : 'signal' in end ? description(end.signal) : end.code ? `Exit ${end.code}` : 'Done';

/** Debian's bash stays silent about these. */
const UNTOLD = ['INT', 'TERM', 'PIPE'];

/** bash tells of every job that a signal ended; ash and dash only of the one they waited for. */
export const tellDeaths = (shell: Shell, waited?: Job): void => {
	for (const job of shell.jobs.filter((each) => isEnded(each) && !each.isOver)) {
		const end = endOf(job);
		job.isOver = !job.isBackground || job === waited;
		if (!('signal' in end)) continue;
		if (shell.isBash) tellInBash(shell, job, end.signal, job === waited);
		else if (job === waited && !['INT', 'PIPE'].includes(end.signal))
			shell.process.error(`${description(end.signal)}\n`);
	}
	forget(shell);
};
const tellInBash = (shell: Shell, job: Job, signal: string, isWaited: boolean): void => {
	job.isOver = true;
	if (UNTOLD.includes(signal) || shell.traps.has(signal)) {
		if (isWaited && signal === 'TERM' && !job.isBackground) shell.process.error('Terminated\n');
		return;
	}
	const lines = job.members.map(({ number, source, end }, i) => {
		const pid = String(number).padStart(i ? shell.name.length + 7 : 5);
		return `${pid} ${stateWord(end).padEnd(24)}${i ? '| ' : ''}${source}`;
	});
	shell.process.error(`${shell.title()}: ${lines.join('\n')}\n`);
};
/** Finished foreground jobs go at once; of the background ones the last hundred can still be waited for. */
const forget = (shell: Shell): void => {
	const { jobs } = shell;
	for (let i = jobs.length - 1; i >= 0; i--)
		if (jobs[i]!.isOver && (!jobs[i]!.isBackground || jobs.length > 100)) jobs.splice(i, 1);
};

/** It waits now: nothing keeps a CPU busy. */
export const rested = (shell: Shell): void => {
	const { host, process } = shell;
	shell.turns = 0;
	if (process.task.load > 0)
		host.emit({ kind: 'task.change', pid: process.pid, why: 'load', set: { load: 0 } });
};

/** Waits for a foreground job. Traps wait until it has ended. */
export function* waitForJob(shell: Shell, job: Job): Running<number> {
	rested(shell);
	for (collect(shell); !isEnded(job); collect(shell)) yield { keys: [`exit:${shell.process.pid}`] };
	const failed = shell.options.has('pipefail')
		? job.members.findLast(({ end }) => exitStatus(end!) !== 0)?.end
		: undefined;
	const status = failed ? exitStatus(failed) : jobStatus(job);
	tellDeaths(shell, job);
	return status;
}

/** fork(2) failed: what each shell says, and its status. */
export const forkFailure = (shell: Shell, error: unknown): { text: string; status: number } => {
	if (!isErrno(error)) throw error;
	if (shell.isBash)
		return { text: `fork: ${error.errno === 'EAGAIN' ? 'retry: ' : ''}${error.message}`, status: 254 };
	return { text: shell.dialect === 'dash' ? 'Cannot fork' : `can't fork: ${error.message}`, status: 2 };
};
