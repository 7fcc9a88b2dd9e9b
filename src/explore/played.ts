/** What the lines of a session did, remembered so that one more line costs one more line. */
import { openSession, type Session } from '#host/session.ts';
import { parseSession, type SessionStep } from '#host/sessionFile.ts';
import type { Ran } from '#timeline/timeline.ts';
import { isBadLine } from './badLine.ts';

export type Played = {
	readonly rans: readonly Ran[];
	/** The last line that was run is none the host could take. */
	readonly isStopped: boolean;
	/** How many lines were not run because of it. */
	readonly unrun: number;
};

type Taken = { readonly session: Session; readonly steps: readonly string[]; readonly rans: readonly Ran[] };

const opened = (): Taken => ({
	session: openSession({ profile: 'docker26-cgroup2', images: undefined, registry: false }),
	steps: [],
	rans: [],
});

let taken: Taken | undefined;

const nameOf = (step: SessionStep): string => `${step.at} ${step.cmd}`;

/** A line that needs what is not loaded ends its session: the next one begins anew. */
function ranOf(session: Session, step: SessionStep): Ran {
	try {
		return ran(session, step);
	} catch (error) {
		taken = undefined;
		throw error;
	}
}

function ran(session: Session, step: SessionStep): Ran {
	const done = step.at === 'clock' ? session.pass(step.seconds) : session.run({ at: step.at, cmd: step.cmd });
	const { stdout, stderr, exit, before, changes } = done;
	return { at: step.at, command: step.cmd, stdout, stderr, exitCode: exit, before, changes };
}

const isStart = (start: readonly string[], of: readonly string[]): boolean =>
	start.every((name, index) => of[index] === name);

/** The state of a host on which nothing was run. */
export const firstState = () => (taken ??= opened()).rans[0]?.before ?? taken.session.host.state;

/** What these lines do on a new host, all of them or those up to the first bad one. */
export function played(lines: readonly string[], stops: boolean): Played {
	const steps = parseSession(lines.map(typed).join('\n')).steps;
	const names = steps.map(nameOf);
	taken ??= opened();
	const isKnown = isStart(names, taken.steps);
	if (!isKnown && !isStart(taken.steps, names)) taken = opened();
	const rans = taken.rans.slice(0, names.length);
	for (const step of isKnown ? [] : steps.slice(rans.length)) {
		if (stops && rans.some(isBadLine)) break;
		rans.push(ranOf(taken.session, step));
	}
	if (!isKnown) taken = { session: taken.session, steps: names.slice(0, rans.length), rans };
	return stops ? untilBad(rans, names.length) : { rans, isStopped: false, unrun: 0 };
}

/** A line beginning with `#` is typed like any other; in a file of sessions it would be a header. */
const typed = (line: string): string => (line.startsWith('#') ? `host$ ${line}` : line);

function untilBad(rans: readonly Ran[], asked: number): Played {
	const bad = rans.findIndex(isBadLine);
	const run = bad === -1 ? rans : rans.slice(0, bad + 1);
	return { rans: run, isStopped: bad !== -1, unrun: asked - run.length };
}
