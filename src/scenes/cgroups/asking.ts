/** What a reader may foretell on this picture: who is killed, with which exit code, how much of the cores, which limit. */
import { cpuUses } from '#host/kernel/cpuSharing.ts';
import { tasksUnder } from '#host/kernel/control.ts';
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import { containerOfTask } from '#host/whose.ts';
import type { BeatEvent } from '#timeline/timeline.ts';
import { tasksOf } from '../members.ts';
import { ofNumbers, ofTexts, type Asks, type Question } from '../question.ts';
import { coresText } from './amounts.ts';
import { mainHierarchy, nameOf } from './groups.ts';
import { lanes, narrowest } from './knobs.ts';
import { coresIn } from './uses.ts';

type Told<K extends BeatEvent['kind']> = Extract<BeatEvent, { readonly kind: K }>;
interface Moment {
	readonly before: HostState;
	readonly after: HostState;
}

/** The OOM killer ends one of several: which? */
const victim = ({ pid, cause }: Told<'task.exit'>, { before }: Moment): Question | undefined => {
	const task = before.tasks.get(pid);
	const hierarchy = mainHierarchy(before);
	const path = task?.cgroups[hierarchy];
	if (cause !== 'oom' || !task || path === undefined) return undefined;
	const text = (each: { readonly pid: number; readonly comm: string }) => `${each.pid} ${each.comm}`;
	const others = tasksUnder(before, hierarchy, path).filter((each) => each.pid !== pid);
	const asked = { key: 'ask.victim', values: { name: nameOf(before, path) } };
	return ofTexts(asked, text(task), others.map(text));
};

/** Codes that are often taken for one another. */
const CODES = [0, 1, 137, 143];

/** A container ends by a signal, or for want of memory: what does it leave behind? */
const exitCode = ({ id, why, set }: Told<'container.change'>, { before }: Moment): Question | undefined => {
	const code = set.state?.exitCode;
	const container = before.engine.containers.get(id);
	if (why !== 'exited' || code === undefined || code <= 128 || !container) return undefined;
	return ofNumbers({ key: 'ask.exit', values: { name: container.name } }, code, CODES);
};

const coresOf = (state: HostState, name: string): { readonly got: number; readonly wish: number } => {
	const uses = cpuUses(state);
	const container = state.engine.containers.find((each) => each.name === name);
	const own = container ? tasksOf(state, container).flatMap(({ pid }) => uses.get(pid) ?? []) : [];
	return { got: coresIn(own, 'got'), wish: coresIn(own, 'wish') };
};

/** One more loop begins where something holds it back: how many cores will its container have? */
const share = (event: Told<'task.change'>, { before, after }: Moment): Question | undefined => {
	const name = containerOfTask(after, event.pid)?.name;
	if (event.why !== 'load' || !event.set.load || name === undefined) return undefined;
	const { cpus } = profiles[after.profile];
	const { got, wish } = coresOf(after, name);
	if (got > Math.min(wish, cpus) - 0.005) return undefined;
	const busy = Math.max(1, after.busy.length);
	const likely = [wish, coresOf(before, name).got, cpus / busy, cpus].map(coresText);
	return ofTexts({ key: 'ask.share', values: { name } }, coresText(got), likely);
};

/** A limit is written below or above another one: which holds? */
const holds = (event: Told<'cgroup.write'>, { after }: Moment): Question | undefined => {
	const lane = lanes.find(({ v2, v1 }) => v2 === event.file || v1 === event.file);
	const group = after.cgroups.get(`${event.hierarchy}:${event.path}`);
	const own = group && lane?.of(group);
	if (!lane || own === undefined) return undefined;
	const { value, at } = narrowest(after, event.path, lane);
	if (at === undefined || at === event.path) return undefined;
	const asked = { key: 'ask.holds', values: { name: nameOf(after, event.path), file: event.file } };
	return ofTexts(asked, lane.text(value), [lane.text(own), lane.text(own + value), 'max']);
};

const asked = (event: BeatEvent, moment: Moment): Question | undefined => {
	switch (event.kind) {
		case 'task.exit':
			return victim(event, moment);
		case 'container.change':
			return exitCode(event, moment);
		case 'task.change':
			return share(event, moment);
		case 'cgroup.write':
			return holds(event, moment);
		default:
			return undefined;
	}
};

/** The first question of all that happens in the beat. */
export const asks: Asks = ({ event, events, before, after }) => {
	for (const each of events.length ? events : [event]) {
		const question = asked(each, { before, after });
		if (question) return question;
	}
	return undefined;
};
