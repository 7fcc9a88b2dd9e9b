/** The model's own speed: a thousand containers, events applied, any moment of ten thousand beats. Numbers, no verdict. */
import { apply } from '#host/event.ts';
import { loadAll } from '#host/late.ts';
import { openSession, type Done, type Session } from '#host/session.ts';
import { at, emptyTimeline, extended, type Timeline } from '#timeline/timeline.ts';

const RUNS = 1000;
const BEATS = 10_000;
const FIRST_PORT = 20000;
const LABEL = 34;

const print = (label: string, ...values: readonly string[]) =>
	console.log(`${label.padEnd(LABEL)} ${values.join(', ')}`);
const megabytes = () => {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed / 1e6;
};
/** What `work` answers, and how long it took: seconds passed, and seconds of all processors. */
function timed<T>(work: () => T): [answer: T, passed: number, used: number] {
	const [from, cpu] = [performance.now(), process.cpuUsage()];
	const answer = work();
	const { user, system } = process.cpuUsage(cpu);
	return [answer, (performance.now() - from) / 1000, (user + system) / 1e6];
}
const opened = (): Session =>
	openSession({ profile: 'docker26-cgroup2', images: undefined, registry: false });

const commandOf = (i: number) => `docker run -d -p ${FIRST_PORT + i}:80 nginx`;
function ran(session: Session, i: number): Done {
	const done = session.run({ at: 'host', cmd: commandOf(i) });
	if (done.exit !== 0) throw new Error(`${commandOf(i)}: ${done.stderr}`);
	return done;
}

/** In one session, which keeps no state but its last. */
function manyContainers(): void {
	const [session, boot] = timed(opened);
	print('boot', `${(boot * 1000).toFixed(0)} ms`);
	const empty = megabytes();
	const [events, passed, used] = timed(() => {
		let count = 0;
		for (let i = 0; i < RUNS; i++) count += ran(session, i).changes.length;
		return count;
	});
	const times = `${passed.toFixed(2)} s (${used.toFixed(2)} s of processors)`;
	print(commandOf(0).replace(/\d{4,}/, 'N'), `${RUNS} ×`, times, `${events} events`);
	print('  memory they take', `${(megabytes() - empty).toFixed(0)} MB`);
	if (session.host.state.engine.containers.size !== RUNS) throw new Error('containers are missing');
}

/** A timeline, which keeps every state, of so many beats at least. */
function longTimeline(): Timeline {
	const session = opened();
	ran(session, 0);
	const empty = megabytes();
	let timeline = emptyTimeline(session.host.state, 'full');
	for (let i = 1; timeline.beats.length < BEATS; i++) {
		const { stdout, stderr, exit: exitCode, before, changes } = ran(session, i);
		const line = { at: 'host', command: commandOf(i) } as const;
		timeline = extended(timeline, { ...line, stdout, stderr, exitCode, before, changes });
	}
	const kept = `${(megabytes() - empty).toFixed(0)} MB with every state`;
	print('timeline', `${timeline.beats.length} beats of ${timeline.steps.length} commands`, kept);
	return timeline;
}

function applied({ first, beats }: Timeline): void {
	const events = beats.flatMap((beat) => beat.events);
	const [, passed] = timed(() => events.reduce(apply, first));
	print('events applied', `${Math.round(events.length / passed).toLocaleString('en')} per second`);
}

/** Moments all over the timeline, far from one another. */
function reached(timeline: Timeline): void {
	const times = Array.from({ length: BEATS }, (_, i) => {
		const moment = (((i * 7919) % BEATS) / BEATS) * timeline.duration;
		const from = performance.now();
		at(timeline, moment);
		return performance.now() - from;
	}).sort((a, b) => a - b);
	print(
		'any moment of the timeline',
		`${times[Math.floor(BEATS * 0.95)]!.toFixed(4)} ms at the 95th percentile`,
	);
}

await loadAll();
manyContainers();
const timeline = longTimeline();
applied(timeline);
reached(timeline);
