/** What the person at the host has asked docker for and is still waiting for: read from the client's own task. */
import type { Task } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';

const verbOf = ({ argv }: Task): string | undefined => {
	const words = argv.slice(1).filter((word) => !word.startsWith('-'));
	return words[0] === 'container' ? words[1] : words[0];
};

const clients = (state: HostState): readonly Task[] =>
	state.tasks.filter((task) => task.comm === 'docker' && task.status !== 'Z');

/** The verbs being carried out now: `run`, `stop` … */
export const askedVerbs = (state: HostState): readonly string[] =>
	clients(state).flatMap((task) => verbOf(task) ?? []);

export const isAsked = (state: HostState, ...verbs: readonly string[]): boolean =>
	askedVerbs(state).some((verb) => verbs.includes(verb));

const GRACE = 10;
const OPTION = /^(?:-t|--time|--timeout)(?:=?(\d+))?$/;

/** Seconds that a stop waits: what the command says, else what the container's record says. */
export function graceOf(state: HostState, stopTimeout: number | undefined): number {
	for (const { argv } of clients(state).filter((task) => /^(stop|restart)$/.test(verbOf(task) ?? '')))
		for (const [i, word] of argv.entries()) {
			const found = OPTION.exec(word);
			if (found) return Number(found[1] ?? argv[i + 1]);
		}
	return stopTimeout ?? GRACE;
}
