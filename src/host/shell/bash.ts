/** Bash is the shell of a session: one process that lives through it and runs one line after another. */
import { kill } from '../kernel/life.ts';
import { NotLoaded } from '../late.ts';
import type { Process, Program, Running } from '../process.ts';
import { collect, tellDeaths } from './jobs.ts';
import { GiveUp, Leave, LoopJump, Return, Shell } from './shell.ts';
import { environmentOf } from './program.ts';
import { runText } from './interpret.ts';

export class Bash {
	readonly shell: Shell;
	readonly key: string;
	#line: string | undefined;
	/** `exit` was typed. */
	hasLeft = false;

	constructor(process: Process) {
		this.shell = new Shell(process, { dialect: 'bash', name: 'bash', source: 'session' });
		this.key = `line:${process.pid}`;
		environmentOf(this.shell);
	}
	/** $? */
	get status(): number {
		return this.shell.status;
	}
	get isIdle(): boolean {
		return this.#line === undefined;
	}

	/** Runs one line (or several: here-documents); answers $?. */
	*run(line: string): Running<number> {
		const { shell } = this;
		shell.turns = 0;
		shell.tested = shell.loops = 0;
		try {
			shell.status = yield* runText(shell, line);
		} catch (error) {
			if (error instanceof NotLoaded) throw error;
			if (error instanceof Leave) this.hasLeft = true;
			else if (!(error instanceof GiveUp || error instanceof Return || error instanceof LoopJump))
				return this.#fallen(error);
			if (!(error instanceof LoopJump))
				shell.status = error instanceof GiveUp && error.status === 127 ? 1 : error.status;
		}
		return shell.status;
	}

	/** The shell itself fell over in a builtin: the line is given up, the session goes on. */
	#fallen(error: unknown): number {
		this.shell.process.error(`bash: not simulated to the end: ${error}\n`);
		return (this.shell.status = 1);
	}

	/** Hands it a line; `body` runs it. */
	submit(line: string): void {
		this.#line = line;
		this.shell.host.scheduler.wake(this.key);
	}

	/** Ctrl-C: the foreground job gets SIGINT, and the line is given up. */
	interrupt(): void {
		const { shell } = this;
		const { process, host } = shell;
		const members = shell.jobs.filter((job) => !job.isBackground).flatMap((job) => job.members);
		for (const { pid, end } of members)
			if (!end && host.state.tasks.has(pid)) kill(host, process.pid, pid, 'INT');
		process.body?.return(0);
		host.scheduler.drop(process);
		this.#line = undefined;
		shell.status = 130;
		process.body = this.#loop(process);
		host.scheduler.start(process);
	}

	/** The process' body: runs what is submitted; in between it takes note of children that end. */
	readonly body: Program = (process) => this.#loop(process);
	*#loop(process: Process): Running<number> {
		while (!this.hasLeft) {
			if (this.#line !== undefined) {
				yield* this.run(this.#line);
				this.#line = undefined;
				continue;
			}
			collect(this.shell);
			yield { keys: [this.key, `exit:${process.pid}`, `signal:${process.pid}`] };
		}
		tellDeaths(this.shell);
		return this.status;
	}
}
