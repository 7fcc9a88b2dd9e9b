/** What a reader may foretell on this picture, with the answers that the model gives. */
import { isInit, ownPidNamespace, tasksSeenFrom } from '#host/kernel/numbering.ts';
import type { NamespaceType } from '#host/kernel/namespace.ts';
import type { Task, TaskEvent } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import { containerOfNamespace, containerOfTask } from '#host/whose.ts';
import type { BeatEvent } from '#timeline/timeline.ts';
import { placed, shortId } from '../containers.ts';
import { mainTask } from '../members.ts';
import { ofKeys, ofNumbers, ofTexts, type Asks, type Question } from '../question.ts';
import type { Say } from '../scene.ts';
import { columnTypes } from './places.ts';

type Told<K extends BeatEvent['kind']> = Extract<BeatEvent, { readonly kind: K }>;
type Moment = {
	readonly before: HostState;
	readonly after: HostState;
	readonly outcome: HostState;
	readonly say: Say;
};

/** The types in which two tasks are in different namespaces. */
const differing = (a: Task, b: Task): readonly NamespaceType[] =>
	columnTypes.filter((type) => a.namespaces[type] !== b.namespaces[type]);

/** What three well-known examples of a runtime would make: the usual six, fewer, and every type there is. */
const OFTEN: readonly (readonly NamespaceType[])[] = [
	['mnt', 'pid', 'net'],
	['mnt', 'uts', 'ipc', 'pid', 'net', 'cgroup'],
	columnTypes,
];

/** The shim's first child will become the container: which namespaces will it get for itself? */
const cells = (event: Told<'task.clone'>, { before, outcome, say }: Moment): Question | undefined => {
	const { parent, pids } = event.task;
	const made = before.engine.containers.find((each) => each.sandbox !== undefined && !mainTask(before, each));
	if (before.tasks.get(parent)?.comm !== 'containerd-shim' || pids.length > 1 || !made) return undefined;
	const container = outcome.engine.containers.get(made.id);
	const main = container && mainTask(outcome, container);
	const init = outcome.tasks.get(1);
	if (!main || !init) return undefined;
	const text = (types: readonly NamespaceType[]): string =>
		types.length === 0
			? say('ask.cells.none')
			: types.length === columnTypes.length
				? say('ask.cells.all')
				: types.join(' ');
	const own = differing(main, init);
	const choices = [...new Set([own, ...OFTEN].toSorted((a, b) => a.length - b.length).map(text))];
	return { key: 'ask.cells', values: { name: made.name }, choices, answer: choices.indexOf(text(own)) };
};

/** A child that begins to be numbered in one more namespace. */
const inside = ({ task }: Told<'task.clone'>, { before, after }: Moment): Question | undefined => {
	const parent = before.tasks.get(task.parent) ?? after.tasks.get(task.parent);
	if (task.pids.length <= (parent?.pids.length ?? 1)) return undefined;
	const own = task.pids.at(-1)!.pid;
	const inits = task.pids.slice(0, -1).map(({ pid }) => pid);
	return ofNumbers({ key: 'ask.inside', values: {} }, own, [...inits.toReversed(), 1, task.parent, own + 1]);
};

const clone = (event: Told<'task.clone'>, moment: Moment): Question | undefined =>
	inside(event, moment) ?? cells(event, moment);

/** The main process of a container whose PID namespace is not its own. */
const sees = (task: Task, name: string, { after }: Moment): Question | undefined => {
	const count = (namespace: number): number =>
		tasksSeenFrom(after, namespace).filter(({ status }) => status !== 'Z').length;
	const host = after.tasks.get(1);
	if (!host) return undefined;
	const answer = count(ownPidNamespace(task));
	const others = placed(after).flatMap((each) => {
		const main = mainTask(after, each);
		return main ? [count(ownPidNamespace(main))] : [];
	});
	return ofNumbers({ key: 'ask.sees', values: { name } }, answer, [
		1,
		count(ownPidNamespace(host)),
		0,
		...others,
	]);
};

const exec = (event: Told<'task.exec'>, moment: Moment): Question | undefined => {
	const { before } = moment;
	const task = before.tasks.get(event.pid);
	const container = containerOfTask(before, event.pid);
	if (!task || !container || !task.comm.startsWith('runc')) return undefined;
	const isMain = mainTask(before, container)?.pid === event.pid || task.pids.length === 1;
	if (!isMain) return undefined;
	if (!isInit(task) || task.pids.length === 1) return sees(task, container.name, moment);
	const next = (before.namespaces.get(task.pids[0]!.namespace)?.lastPid ?? 0) + 1;
	const values = { was: task.comm, comm: event.comm };
	return ofNumbers({ key: 'ask.outside', values }, event.pid, [1, next, task.parent]);
};

const hostname = (event: Told<'namespace.hostname'>, { before }: Moment): Question | undefined => {
	const container = containerOfNamespace(before, event.inode);
	if (!container) return undefined;
	const { id, name, imageName } = container;
	const uts = before.tasks.get(1)?.namespaces.uts;
	const host = before.namespaces.get(uts ?? 0)?.hostname ?? '';
	return ofTexts({ key: 'ask.hostname', values: { name } }, event.hostname, [
		shortId(id),
		name,
		host,
		imageName,
	]);
};

const FATES = ['ask.rest.end', 'ask.rest.init', 'ask.rest.shim', 'ask.rest.next'] as const;

/** What has become of those who were in a PID namespace with its PID 1. */
const fateOf = (rest: readonly Task[], { outcome }: Moment): (typeof FATES)[number] => {
	const left = rest.flatMap(({ pid }) => outcome.tasks.get(pid) ?? []).filter(({ status }) => status !== 'Z');
	const first = left[0];
	if (!first) return 'ask.rest.end';
	if (isInit(first)) return 'ask.rest.next';
	return first.parent === 1 ? 'ask.rest.init' : 'ask.rest.shim';
};

const rest = (event: Told<'task.exit'>, moment: Moment): Question | undefined => {
	const task = moment.before.tasks.get(event.pid);
	if (!task || task.pids.length === 1 || !isInit(task)) return undefined;
	const others = tasksSeenFrom(moment.before, ownPidNamespace(task)).filter(
		({ pid, status }) => pid !== task.pid && status !== 'Z',
	);
	if (!others.length) return undefined;
	const asked = { key: 'ask.rest', values: { comm: task.comm, count: others.length } };
	return ofKeys(asked, moment.say, turned(FATES, task.pid), fateOf(others, moment));
};

/** So that the answer does not always stand first. */
const turned = <T>(all: readonly T[], by: number): readonly T[] => {
	const cut = by % all.length;
	return [...all.slice(cut), ...all.slice(0, cut)];
};

const EFFECTS = ['ends', 'handled', 'ignored', 'waits'] as const satisfies readonly Extract<
	TaskEvent,
	{ readonly kind: 'task.signal' }
>['effect'][];

/** A signal to the PID 1 of a namespace: it takes only what it has a handler for. */
const signal = (event: Told<'task.signal'>, { before, say }: Moment): Question | undefined => {
	const task = before.tasks.get(event.pid);
	if (!task || task.pids.length === 1 || !isInit(task) || event.signal === 'CHLD') return undefined;
	const asked = { key: 'ask.signal', values: { signal: event.signal, comm: task.comm } };
	const keys = EFFECTS.map((effect) => `ask.signal.${effect}`);
	return ofKeys(asked, say, keys, `ask.signal.${event.effect}`);
};

const asked = (event: BeatEvent, moment: Moment): Question | undefined => {
	switch (event.kind) {
		case 'task.clone':
			return clone(event, moment);
		case 'task.exec':
			return exec(event, moment);
		case 'namespace.hostname':
			return hostname(event, moment);
		case 'task.exit':
			return rest(event, moment);
		case 'task.signal':
			return signal(event, moment);
		default:
			return undefined;
	}
};

/** The first question of all that happens in the beat. */
export const asks: Asks = ({ event, events, before, after }, { say }, outcome) => {
	const moment = { before, after, outcome, say };
	for (const each of events.length ? events : [event]) {
		const question = asked(each, moment);
		if (question) return question;
	}
	return undefined;
};
