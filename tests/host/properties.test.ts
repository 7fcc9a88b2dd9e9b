import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { apply } from '#host/event.ts';
import { loadAll } from '#host/late.ts';
import { openSession } from '#host/session.ts';
import type { ProfileName } from '#host/profile.ts';
import { anyCommand, type Typed } from './commands.ts';
import { broken, brokenAtRest } from './invariants.ts';

await loadAll();

const deepFrozen = <T>(value: T, seen = new Set<unknown>()): T => {
	if (value === null || typeof value !== 'object' || seen.has(value) || Object.isFrozen(value)) return value;
	seen.add(value);
	Object.freeze(value);
	for (const each of Object.values(value)) deepFrozen(each, seen);
	return value;
};

const ranOn = (profile: ProfileName, commands: readonly Typed[]) => {
	const session = openSession({ profile, images: undefined, registry: false });
	const first = session.host.state;
	const steps = commands.map((command) => session.run(command));
	return {
		first,
		last: session.host.state,
		events: steps.flatMap((step) => step.changes.map(({ event }) => event)),
		steps,
	};
};

const profile = fc.constantFrom<ProfileName>('docker26-cgroup2', 'docker20-cgroup1');
const commands = fc.array(anyCommand, { maxLength: 12 });
const runs = { numRuns: Number(process.env['RUNS'] ?? 25) };

/** Milliseconds until a run counts as hung; how fast the host is, the benchmark tells. */
const HUNG = 300_000;

describe('for any sequence of commands', { timeout: HUNG }, () => {
	it('the host is whole after every event', () => {
		fc.assert(
			fc.property(profile, commands, (name, typed) => {
				const { steps } = ranOn(name, typed);
				for (const [i, step] of steps.entries()) {
					expect(step.stderr, typed[i]!.cmd).not.toContain('not simulated to the end');
					for (const { event, state } of step.changes)
						expect(broken(state), `${typed[i]!.cmd}: ${event.kind}`).toEqual([]);
					const last = step.changes.at(-1);
					expect(last ? brokenAtRest(last.state) : [], typed[i]!.cmd).toEqual([]);
				}
			}),
			runs,
		);
	});

	it('the same commands give the same events', () => {
		fc.assert(
			fc.property(profile, commands, (name, typed) => {
				expect(JSON.stringify(ranOn(name, typed).events)).toBe(JSON.stringify(ranOn(name, typed).events));
			}),
			runs,
		);
	});

	it('applying the events to the first state gives the last, and never touches what it is given', () => {
		fc.assert(
			fc.property(profile, commands, (name, typed) => {
				const { first, last, events } = ranOn(name, typed);
				const replayed = events.reduce((state, event) => apply(deepFrozen(state), deepFrozen(event)), first);
				expect(replayed.tasks.entries()).toEqual(last.tasks.entries());
				expect(replayed.engine.containers.entries()).toEqual(last.engine.containers.entries());
				expect(replayed.nets.entries()).toEqual(last.nets.entries());
				expect(replayed.next).toEqual(last.next);
			}),
			runs,
		);
	});
});
