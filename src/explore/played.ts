/** What the lines of a session did, remembered so that one more line costs one more line. */
import type { ProfileName } from '#host/profile.ts';
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

type Taken = {
	readonly host: ProfileName;
	readonly session: Session;
	readonly steps: readonly string[];
	readonly rans: readonly Ran[];
};

const opened = (host: ProfileName): Taken => ({
	host,
	session: openSession({ profile: host, images: undefined, registry: false }),
	steps: [],
	rans: [],
});

let taken: Taken | undefined;

/** The session under way on this kind of host, or a new one. */
const session = (host: ProfileName): Taken => {
	if (taken?.host !== host) taken = opened(host);
	return taken;
};

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
export const firstState = (host: ProfileName) => {
	const { rans, session: own } = session(host);
	return rans[0]?.before ?? own.host.state;
};

/** What these lines do on a new host, all of them or those up to the first bad one. */
export function played(lines: readonly string[], host: ProfileName, stops: boolean): Played {
	const steps = parseSession(lines.map(typed).join('\n')).steps;
	const names = steps.map(nameOf);
	const known = session(host);
	const isKnown = isStart(names, known.steps);
	const under = isKnown || isStart(known.steps, names) ? known : (taken = opened(host));
	const rans = under.rans.slice(0, names.length);
	for (const step of isKnown ? [] : steps.slice(rans.length)) {
		if (stops && rans.some(isBadLine)) break;
		rans.push(ranOf(under.session, step));
	}
	if (!isKnown) taken = { ...under, steps: names.slice(0, rans.length), rans };
	return stops ? untilBad(rans, names.length) : { rans, isStopped: false, unrun: 0 };
}

/** A line beginning with `#` is typed like any other; in a file of sessions it would be a header. */
const typed = (line: string): string => (line.startsWith('#') ? `host$ ${line}` : line);

function untilBad(rans: readonly Ran[], asked: number): Played {
	const bad = rans.findIndex(isBadLine);
	const run = bad === -1 ? rans : rans.slice(0, bad + 1);
	return { rans: run, isStopped: bad !== -1, unrun: asked - run.length };
}
