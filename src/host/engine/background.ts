/**
 * What dockerd does on its own, beside the request it answers: a goroutine with a name of its own in the scheduler,
 * but no task in the state.
 */
import { messageOf } from './error.ts';
import type { Host } from '../host.ts';
import { NotLoaded } from '../late.ts';
import { Process, type Running } from '../process.ts';

const running = new WeakMap<Host, Set<Process>>();
const numbers = new WeakMap<Host, number>();

const freshNumber = (host: Host): number => {
	const number = (numbers.get(host) ?? 0) - 1;
	numbers.set(host, number);
	return number;
};

/** Nobody waits for the answer: what went wrong stands in the journal. */
function tellOf(host: Host, error: unknown): void {
	const message = messageOf(error);
	const { now: time } = host.state.clock;
	const attributes = { message };
	host.emit({ kind: 'engine.event', message: { type: 'daemon', action: 'error', id: '', attributes, time } });
}

export function inBackground(host: Host, work: () => Running<void>): Process {
	const all = running.get(host) ?? new Set();
	running.set(host, all);
	const process = new Process(host, freshNumber(host), new Map());
	all.add(process);
	process.body = (function* () {
		try {
			yield* work();
		} catch (error) {
			if (error instanceof NotLoaded) throw error;
			tellOf(host, error);
		} finally {
			all.delete(process);
			host.scheduler.drop(process);
		}
		return 0;
	})();
	host.scheduler.start(process);
	return process;
}

/** dockerd ends: whatever it was about to do stays undone. */
export function dropBackground(host: Host): void {
	for (const process of running.get(host) ?? []) host.scheduler.drop(process);
	running.delete(host);
}

export interface Outcome<T> {
	readonly value?: T;
	readonly error?: unknown;
}

/** Does `work` for every one at once and gives the outcomes in their order (docker/cli: parallelOperation). */
export function* atOnce<A, T>(
	host: Host,
	all: readonly A[],
	work: (one: A) => Running<T>,
): Running<Outcome<T>[]> {
	const key = host.scheduler.freshKey('outcomes');
	const outcomes = new Map<number, Outcome<T>>();
	all.forEach((one, i) =>
		inBackground(host, function* () {
			try {
				outcomes.set(i, { value: yield* work(one) });
			} catch (error) {
				outcomes.set(i, { error });
			}
			host.scheduler.wake(key);
		}),
	);
	while (outcomes.size < all.length) yield { keys: [key] };
	return all.map((_, i) => outcomes.get(i)!);
}
