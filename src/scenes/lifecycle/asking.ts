/** What a reader may foretell on this picture: with which exit code a container will have ended when the command is over. */
import type { Container } from '#host/engine/container.ts';
import type { HostState } from '#host/state.ts';
import { containerOfTask } from '#host/whose.ts';
import type { BeatEvent } from '#timeline/timeline.ts';
import { ofNumbers, type Asks, type Question } from '../question.ts';

/** Ended by itself, with an error, by SIGKILL, by SIGTERM. */
const USUAL = [0, 1, 137, 143] as const;

/** The container whose main process it is, if that has ended when all is over. */
const ended = (before: HostState, outcome: HostState, pid: number): Container | undefined => {
	const container = containerOfTask(before, pid);
	const after = container && outcome.engine.containers.get(container.id);
	return container?.state.pid === pid && after?.state.status === 'exited' ? after : undefined;
};

const ofEvent = (event: BeatEvent, before: HostState, outcome: HostState): Question | undefined => {
	if (event.kind === 'task.signal') {
		const task = before.tasks.get(event.pid);
		const container = ended(before, outcome, event.pid);
		const isFirst = task !== undefined && !task.received?.length && event.signal !== 'CHLD';
		const values = { name: container?.name ?? '', signal: event.signal, comm: task?.comm ?? '' };
		return isFirst && container
			? ofNumbers({ key: 'ask.signal', values }, container.state.exitCode, USUAL)
			: undefined;
	}
	if (event.kind === 'task.exit' && event.cause === 'itself') {
		const container = ended(before, outcome, event.pid);
		const task = before.tasks.get(event.pid);
		if (!container || !task || task.received?.length) return undefined;
		const values = { name: container.name, command: task.argv.join(' ') };
		return ofNumbers({ key: 'ask.exit', values }, container.state.exitCode, [...USUAL, 127]);
	}
	return undefined;
};

export const asks: Asks = ({ event, events, before }, _, outcome) => {
	for (const each of events.length ? events : [event]) {
		const question = ofEvent(each, before, outcome);
		if (question) return question;
	}
	return undefined;
};
