/** Compared is one journey on the host as it is and on the host with something changed: what both print, where they part. */
import type { Lang } from '#i18n/lang.ts';
import type { HostEvent } from '#host/event.ts';
import type { ProfileName } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import { open, type Run, type ShownStep } from '../../model.ts';
import { isOfPacket, partingOf, type Parting } from './whatIfParting.ts';
import { SWITCHES, switchLine, switchOf, type SwitchName } from './whatIfSwitches.ts';

export type Outcome = Pick<ShownStep, 'place' | 'text' | 'stdout' | 'stderr' | 'exitCode'> & {
	/** How long the command took on its host's clock. */
	readonly seconds: number;
};
export type Verdict = 'same' | 'otherWay' | 'fails' | 'succeeds' | 'differs';

export type Compared = {
	readonly base: Run;
	readonly changed: Run;
	/** How many beats are over in each when the journey begins. */
	readonly from: number;
	readonly since: number;
	readonly on: readonly SwitchName[];
	/** The lines that switches type; none for what this host has not. */
	readonly lines: Readonly<Record<SwitchName, string | undefined>>;
	readonly before: readonly Outcome[];
	readonly after: readonly Outcome[];
	readonly parting: Parting | undefined;
	readonly verdict: Verdict;
};
export type Where = { readonly lang: Lang; readonly host: ProfileName; readonly detail: 'full' | 'folded' };

const eventsOf = ({ timeline }: Run, step: number): readonly HostEvent[] => {
	const { from = 0, to = 0 } = timeline.steps[step] ?? {};
	return timeline.beats.slice(from, to).flatMap(({ events }) => events);
};
const stateBefore = ({ timeline }: Run, step: number): HostState =>
	timeline.beats[timeline.steps[step]?.from ?? 0]?.before ?? timeline.first;

/** The last command in which packets went somewhere. */
const travelling = (run: Run): number =>
	run.steps.findLastIndex((_, step) => eventsOf(run, step).some(isOfPacket));

const outcomesOf = (run: Run, from: number): readonly Outcome[] =>
	run.steps.flatMap((step, i): Outcome[] => {
		if (i < from || switchOf(step.text)) return [];
		const { place, text, stdout, stderr, exitCode, first, beats } = step;
		const last = run.timeline.beats[first + beats - 1]?.after.clock.now ?? 0;
		const seconds = last - stateBefore(run, i).clock.now;
		return [{ place, text, stdout, stderr, exitCode, seconds }];
	});

const failed = (outcomes: readonly Outcome[]): boolean => outcomes.some(({ exitCode }) => exitCode !== 0);
const said = (outcomes: readonly Outcome[]): string =>
	JSON.stringify(outcomes.map(({ stdout, stderr, exitCode }) => [stdout, stderr, exitCode]));

function verdictOf(
	before: readonly Outcome[],
	after: readonly Outcome[],
	parting: Parting | undefined,
): Verdict {
	if (failed(before) !== failed(after)) return failed(after) ? 'fails' : 'succeeds';
	if (said(before) !== said(after)) return 'differs';
	return parting ? 'otherWay' : 'same';
}

/** The lines of a journey with some switches on, typed before the command that travels. */
export const switched = (base: readonly string[], at: number, typed: readonly string[]): readonly string[] =>
	base.toSpliced(at, 0, ...typed);

const ordered = (names: readonly SwitchName[]): readonly SwitchName[] =>
	SWITCHES.filter((name) => names.includes(name));

/** The journey of these lines without its switches, and with those that are wished; none where nothing travels. */
export async function compared(
	lines: readonly string[],
	wished: readonly SwitchName[],
	where: Where,
): Promise<Compared | undefined> {
	const how = { host: where.host, detail: where.detail, stops: false } as const;
	const base = await open(
		lines.filter((line) => !switchOf(line)),
		where.lang,
		how,
	);
	const at = travelling(base);
	if (at < 0) return undefined;
	const state = stateBefore(base, at);
	const events = eventsOf(base, at);
	const all = SWITCHES.map((name) => [name, switchLine(name, state, events)] as const);
	const known = new Map<string, string | undefined>(all);
	const on = ordered(wished).filter((name) => known.get(name) !== undefined);
	const typed = on.map((name) => known.get(name) ?? '');
	const changed = await open(switched(base.lines, at, typed), where.lang, how);
	const from = base.steps[at]?.first ?? 0;
	const since = changed.steps[at + typed.length]?.first ?? 0;
	const parting = partingOf(base.timeline, from, changed.timeline, since);
	const [before, after] = [outcomesOf(base, at), outcomesOf(changed, at)];
	return {
		...{ base, changed, from, since, on, before, after, parting },
		lines: Object.fromEntries(all) as Compared['lines'],
		verdict: verdictOf(before, after, parting),
	};
}
