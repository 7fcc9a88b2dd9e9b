/** wait, jobs, disown; fg and bg need a terminal, which no session has. */
import type { Running } from '../../process.ts';
import { signalNumber } from '../../kernel/signal.ts';
import { Call } from '../call.ts';
import { endOf, isEnded, jobStatus, tellDeaths, type Job, rested } from '../jobs.ts';
import { jobLines, waitInterruptibly } from '../jobLines.ts';
import { exitStatus } from '../../kernel/life.ts';
import type { Shell } from '../shell.ts';
import { kill } from '../tools/kill.ts';
import { runTraps } from '../traps.ts';

const jobNamed = (shell: Shell, text: string): Job | undefined => {
	if (text === '%%' || text === '%+' || text === '%')
		return shell.jobs.filter((job) => job.isBackground).at(-1);
	if (text.startsWith('%'))
		return shell.jobs.find((job) => job.isBackground && job.id === Number(text.slice(1)));
	return shell.jobs.findLast((job) => job.members.some(({ number }) => number === Number(text)));
};

/** Status of one process of a job: `wait PID` asks for that, `wait %N` for the job's last. */
const statusOf = (job: Job, text: string): number => {
	const member = text.startsWith('%') ? undefined : job.members.find(({ number }) => number === Number(text));
	return member?.end ? exitStatus(member.end) : jobStatus(job);
};

/** A trapped signal ends the waiting at once (POSIX.1 "wait"). */
function* interrupted(shell: Shell): Running<number> {
	const [signal] = shell.process.arrived;
	yield* runTraps(shell);
	return 128 + (signal ? signalNumber(signal) : 0);
}

function* waitForOne(shell: Shell, call: Call, text: string): Running<number> {
	if (!/^(%.*|\d+)$/.test(text))
		return call.fail(
			shell.isBash ? `\`${text}': not a pid or valid job spec` : `Illegal number: ${text}`,
			shell.isBash ? 1 : 2,
		);
	const job = jobNamed(shell, text);
	if (!job)
		return shell.isBash
			? call.fail(
					text.startsWith('%') ? `${text}: no such job` : `pid ${text} is not a child of this shell`,
					127,
				)
			: 127;
	// Whether its end was already met with, while something else was waited for.
	const isKnown = isEnded(job);
	if (!(yield* waitInterruptibly(shell, () => isEnded(job)))) return yield* interrupted(shell);
	const status = statusOf(job, text);
	if (shell.isBash) tellDeaths(shell);
	else if (shell.dialect === 'dash' || !isKnown) tellDeaths(shell, job);
	job.isOver = true;
	return status;
}

function* wait(shell: Shell, call: Call): Running<number> {
	rested(shell);
	const names = call.args.filter((each) => each !== '--');
	if (names[0] === '-n') return yield* waitForAny(shell);
	let status = 0;
	for (const name of names) status = yield* waitForOne(shell, call, name);
	if (names.length) return status;
	if (!(yield* waitInterruptibly(shell, () => shell.jobs.every(isEnded)))) return yield* interrupted(shell);
	if (shell.isBash) tellDeaths(shell);
	shell.jobs.splice(0);
	return 0;
}
function* waitForAny(shell: Shell): Running<number> {
	const open = shell.jobs.filter((job) => job.isBackground && !job.isOver);
	if (!open.length) return 127;
	if (!(yield* waitInterruptibly(shell, () => open.some(isEnded)))) return yield* interrupted(shell);
	const job = open.find(isEnded)!;
	job.isOver = true;
	return exitStatus(endOf(job));
}

function* noControl(_: Shell, call: Call): Running<number> {
	return call.fail('no job control');
}

/** kill, which knows `%1` in a shell. */
export function* killJobs(shell: Shell, call: Call): Running<number> {
	const args: string[] = [];
	for (const word of call.args) {
		const job = word.startsWith('%') ? jobNamed(shell, word) : undefined;
		if (word.startsWith('%') && !job) return call.fail(`${word}: no such job`);
		args.push(...(job ? job.members.map(({ number }) => String(number)) : [word]));
	}
	return yield* kill(new Call(call.process, call.name, args, call.kind, call.title));
}

export const jobBuiltins: Readonly<Record<string, (shell: Shell, call: Call) => Running<number>>> = {
	wait,
	*jobs(shell, call) {
		if (call.args.includes('-p'))
			for (const job of shell.jobs.filter((each) => each.isBackground && !isEnded(each)))
				call.out(`${job.members[0]!.number}\n`);
		else for (const line of jobLines(shell)) call.out(line);
		return 0;
	},
	fg: noControl,
	bg: noControl,
	*disown(shell) {
		for (const job of shell.jobs) job.isOver = true;
		return 0;
	},
};
