/** A stop as it goes on: the signal sent, what it did, the time that was waited, and SIGKILL. */
import type { Container } from '#host/engine/container.ts';
import type { Received } from '#host/kernel/task.ts';
import type { HostState } from '#host/state.ts';
import type { Card, CardRow, Marks } from '#stage/mark.ts';
import { placed } from '../containers.ts';
import { lastTask } from '../members.ts';
import type { View } from '../scene.ts';
import { graceOf, isAsked } from './asked.ts';
import { placeIn, stageOf } from './places.ts';

/** Seconds that a signal stays to be seen when nobody waits for what it does. */
const FRESH = 1;

interface Sent {
	readonly container: Container;
	readonly pid: number;
	readonly signals: readonly Received[];
}

/** What the main task was sent since the first signal of this stop. */
function sentTo(state: HostState, container: Container): Sent | undefined {
	const task = lastTask(state, container);
	const all = task?.received ?? [];
	const last = all.at(-1);
	if (!task || !last) return undefined;
	const isAwaited = container.isStoppedByHand && isAsked(state, 'stop', 'kill', 'restart', 'rm');
	if (!isAwaited && state.clock.now - last.time > FRESH) return undefined;
	const first = last.signal === 'KILL' ? all.length - 2 : all.length - 1;
	return { container, pid: task.pid, signals: all.slice(Math.max(0, first)) };
}

const latest = (state: HostState): Sent | undefined =>
	placed(state)
		.flatMap((container) => sentTo(state, container) ?? [])
		.sort((a, b) => (b.signals.at(-1)?.time ?? 0) - (a.signals.at(-1)?.time ?? 0))[0];

const seconds = (value: number): string => String(Math.round(value * 10) / 10);

function waited(state: HostState, { container, signals }: Sent, view: View): readonly CardRow[] {
	const [first, second] = signals;
	if (!first || first.signal === 'KILL') return [];
	const name = view.say('signal.grace');
	if (second)
		return [{ name, value: view.say('signal.waited', { seconds: seconds(second.time - first.time) }) }];
	const isStop = isAsked(state, 'stop', 'restart') && first.effect !== 'ends';
	const grace = graceOf(state, container.config.stopTimeout);
	return isStop ? [{ name, value: view.say('signal.upTo', { seconds: grace }), tone: 'muted' }] : [];
}

const row = ({ signal, effect }: Received, { say }: View): CardRow => ({
	name: `SIG${signal}`,
	value: say(`signal.${effect}`),
});

export function signalCard(state: HostState, view: View): Marks {
	const sent = latest(state);
	if (!sent) return [];
	const [first, second] = sent.signals;
	const { name, slot, state: record } = sent.container;
	const place = placeIn(stageOf(record.status), slot);
	const card: Card = {
		kind: 'card',
		key: `signal:${name}`,
		parent: `container:${name}`,
		x: 150,
		y: 50,
		width: 300,
		small: true,
		names: 84,
		heading: view.say('signal.to', { name, pid: sent.pid }),
		rows: [
			...(first ? [row(first, view)] : []),
			...waited(state, sent, view),
			...(second ? [row(second, view)] : []),
		],
		pointer: { x: place.x + 6, y: place.y + place.height / 2 },
	};
	return [card];
}
