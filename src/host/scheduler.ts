/**
 * Scheduler runs processes: who is ready, in the order in which they became so, then the earliest timer. It is the only
 * place where model time passes, and the same commands give the same order.
 */
import { isFrozen } from './kernel/control.ts';
import { exit } from './kernel/life.ts';
import type { Host } from './host.ts';
import { NotLoaded } from './late.ts';
import type { Process, Wait, Wake } from './process.ts';

interface Waiter {
	readonly process: Process;
	readonly wait: Wait;
	/** Model time at which it goes on without being woken. */
	readonly until: number;
	readonly turn: number;
}

/** More turns than this in one command is a program that never waits. */
const MOST_TURNS = 200_000;
/** Nobody waits longer than this for one command: a container that restarts for ever would fill the memory. */
const MOST_SECONDS = 7200;

/** A program that falls over ends alone, and says what happened: the host goes on. */
function turn(process: Process, body: NonNullable<Process['body']>, wake: Wake) {
	try {
		return body.next(wake);
	} catch (error) {
		if (error instanceof NotLoaded) throw error;
		const isThere = process.body === body && process.host.state.tasks.has(process.pid);
		if (isThere) process.error(`${process.argv[0]}: not simulated to the end: ${error}\n`);
		return { done: true, value: 1 } as const;
	}
}

export class Scheduler {
	readonly processes = new Map<number, Process>();
	readonly #host: Host;
	readonly #ready: { readonly process: Process; readonly wake: Wake }[] = [];
	readonly #byKey = new Map<string, Set<Waiter>>();
	readonly #waiting = new Map<number, Waiter>();
	#timers: Waiter[] = [];
	#keys = 0;
	#turn = 0;

	constructor(host: Host) {
		this.#host = host;
	}

	freshKey(word: string): string {
		return `${word}:${++this.#keys}`;
	}

	/** A process with a body begins to run. */
	start(process: Process): void {
		this.processes.set(process.pid, process);
		this.#ready.push({ process, wake: 'start' });
	}

	/** Its task is gone, or another program takes its place: the body ends here. */
	drop(process: Process): void {
		this.#forget(process.pid);
		const { body } = process;
		process.body = undefined;
		if (this.processes.get(process.pid) === process) this.processes.delete(process.pid);
		if (body && this.#current !== process) body.return(0);
	}
	#current: Process | undefined;

	wake(key: string): void {
		for (const waiter of this.#byKey.get(key) ?? []) this.#resume(waiter, key);
	}

	#forget(pid: number): Waiter | undefined {
		const waiter = this.#waiting.get(pid);
		if (!waiter) return undefined;
		this.#waiting.delete(pid);
		for (const key of waiter.wait.keys) {
			const set = this.#byKey.get(key);
			set?.delete(waiter);
			if (set?.size === 0) this.#byKey.delete(key);
		}
		return waiter;
	}

	#resume(waiter: Waiter, wake: Wake): void {
		this.#forget(waiter.process.pid);
		this.#ready.push({ process: waiter.process, wake });
	}

	#park(process: Process, wait: Wait): void {
		if (!wait.keys.length && wait.seconds === undefined) {
			this.#ready.push({ process, wake: 'turn' });
			return;
		}
		const until = this.#host.state.clock.now + (wait.seconds ?? Infinity);
		const waiter: Waiter = { process, wait, until, turn: this.#turn++ };
		this.#waiting.set(process.pid, waiter);
		for (const key of wait.keys) {
			const set = this.#byKey.get(key);
			if (set) set.add(waiter);
			else this.#byKey.set(key, new Set([waiter]));
		}
		if (until < Infinity) this.#addTimer(waiter);
	}

	#addTimer(waiter: Waiter): void {
		let [low, high] = [0, this.#timers.length];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.#timers[middle]!.until <= waiter.until) low = middle + 1;
			else high = middle;
		}
		this.#timers.splice(low, 0, waiter);
	}

	/** One turn of one process; false when nobody is ready. */
	#step(): boolean {
		const next = this.#ready.shift();
		if (!next) return false;
		const { process, wake } = next;
		const { body } = process;
		if (!body) return true;
		if (isFrozen(this.#host.state, process.pid)) {
			this.#park(process, { keys: [`thaw:${process.pid}`] });
			return true;
		}
		const outer = this.#current;
		this.#current = process;
		const result = turn(process, body, wake);
		this.#current = outer;
		if (process.body !== body) {
			body.return(0);
			return true;
		}
		if (result.done) exit(this.#host, process.pid, { code: result.value & 0xff });
		else this.#park(process, result.value);
		return true;
	}

	/** Lets time pass to the next timer; false when there is none before `limit`. */
	#advance(limit: number): boolean {
		while (this.#timers.length && this.#waiting.get(this.#timers[0]!.process.pid) !== this.#timers[0])
			this.#timers.shift();
		const first = this.#timers[0];
		if (!first || first.until > limit) return false;
		this.#timers.shift();
		this.pass(Math.max(0, first.until - this.#host.state.clock.now));
		this.#resume(first, 'timeout');
		return true;
	}

	/** Model time passes without anybody doing anything. */
	pass(seconds: number): void {
		if (seconds > 0) this.#host.emit({ kind: 'clock.advance', seconds });
	}

	/** Runs until `isDone`; 'stuck' when everybody waits for something that nobody will do, 'busy' when it never ends. */
	run(isDone: () => boolean): 'done' | 'stuck' | 'busy' {
		const end = this.#host.state.clock.now + MOST_SECONDS;
		for (let turns = 0; turns < MOST_TURNS; turns++) {
			if (isDone()) return 'done';
			if (!this.#step() && !this.#advance(end)) return 'stuck';
		}
		return 'busy';
	}

	/** Runs what is ready, and lets `seconds` pass with all the timers in them. */
	idle(seconds: number): void {
		const end = this.#host.state.clock.now + seconds;
		for (let turns = 0; turns < MOST_TURNS; turns++) if (!this.#step() && !this.#advance(end)) break;
		this.pass(end - this.#host.state.clock.now);
	}
}
