import { normaliser, type HexRule, type Signs } from './normalise.ts';
import { byCodePoint, pythonRegExp as py, withoutFinalNewlines } from './pythonRegExp.ts';
import type { RecordedEvent, Recording } from '#host/recording.ts';

/** One step after normalisation: values that must stand for one another are marked, not named. */
export interface ComparableStep {
	readonly at: string;
	readonly cmd: string;
	readonly exit: number;
	readonly text: string;
	readonly events: readonly string[];
}

export interface Difference {
	readonly step: number;
	readonly recorded: ComparableStep;
	readonly simulated: ComparableStep | undefined;
}

export interface Comparison {
	readonly equal: number;
	readonly total: number;
	readonly differences: readonly Difference[];
}

/** Which value stands for which, both ways. */
type Pairs = ReadonlyMap<string, string>;

const hexKinds = new Set(['ctr', 'img', 'net', 'vol', 'ep', 'sha', 'id', 'layer']);
const marks: Signs = {
	get(kind, key) {
		return hexKinds.has(kind) ? `\x01hex\x02x${key.slice(0, 12)}\x03` : `\x01${kind}\x02x${key}\x03`;
	},
};
const hexRule: HexRule = (hex, _prefix, whole, text, index) => {
	const isNumber = hex.length === 12 && !/[a-f]/.test(hex) && !text.slice(0, index).endsWith('---> ');
	return isNumber ? whole : marks.get('hex', hex);
};

// eslint-disable-next-line no-control-regex
const mark = /\x01([\p{L}\p{N}_]+)\x02([^\x03]*)\x03/gu;
const masked = (text: string): string => text.replace(mark, '<$1>');
const shown = (text: string): string => text.replace(mark, '<$1 $2>');

const comparedAttributes = new Set(['name', 'image', 'exitCode', 'signal', 'type']);

function eventText(event: RecordedEvent): string {
	const keys = Object.keys(event).filter((key) => comparedAttributes.has(key));
	return [event.Type, event.Action, ...keys.sort(byCodePoint).map((key) => `${key}=${event[key]}`)].join(' ');
}

const waits = py(String.raw`^sleep [\d.]+$`, '');

export function comparableSteps(recording: Recording): ComparableStep[] {
	const { text } = normaliser(recording, marks, hexRule);
	const clean = (stream: string | undefined, cmd: string) => withoutFinalNewlines(text(stream ?? '', cmd));
	const found: ComparableStep[] = [];
	for (const step of recording.steps) {
		if (step.at === 'clock' || waits.test(step.cmd)) continue;
		const events = (step.events ?? []).map((event) => masked(text(eventText(event), 'event')));
		found.push({
			at: step.at,
			cmd: step.cmd,
			exit: step.exit || 0,
			text: `${clean(step.stdout, step.cmd)}\n2| ${clean(step.stderr, step.cmd)}`,
			events: [...new Set(events)].sort(byCodePoint),
		});
	}
	return found;
}

/** Nothing, or the new pairs that make text a and text b the same. */
function match(a: string, b: string, pairs: Pairs, more?: Pairs): Pairs | undefined {
	if (masked(a) !== masked(b)) return undefined;
	const found = new Map<string, string>();
	const theirs = [...b.matchAll(mark)];
	for (const [i, [, kind, x]] of [...a.matchAll(mark)].entries()) {
		const y = theirs[i]![2]!;
		for (const [way, from, to] of [
			['>', x!, y],
			['<', y, x!],
		] as const) {
			const key = `${way} ${kind} ${from}`;
			const known = more?.get(key) ?? pairs.get(key) ?? to;
			if (known !== to || (found.get(key) ?? to) !== to) return undefined;
			found.set(key, to);
		}
	}
	return found;
}

/** Output whose lines come in no fixed order: a Go map, racing transfers, hash tables. */
const unordered = py(
	String.raw`\bdocker (image )?(push|pull|diff|images|ls)\b|\bprune\b|\bdocker container diff\b|\barp -n|ip neigh|bridge fdb`,
	'',
);

function matchLines(a: string, b: string, pairs: Pairs): Pairs | undefined {
	const [ours, theirs] = [a.split('\n'), b.split('\n')];
	const found = new Map<string, string>();
	if (ours.length !== theirs.length) return undefined;
	for (const line of ours) {
		let got: Pairs | undefined;
		for (const other of theirs) {
			got = match(line, other, pairs, found);
			if (!got) continue;
			theirs.splice(theirs.indexOf(other), 1);
			break;
		}
		if (!got) return undefined;
		for (const [key, value] of got) found.set(key, value);
	}
	return found;
}

function matchStep(ours: ComparableStep, theirs: ComparableStep, pairs: Pairs, events: boolean) {
	if (ours.exit !== theirs.exit) return undefined;
	const isEventless = !events || ours.events.join('\n') === theirs.events.join('\n');
	const got = isEventless ? match(ours.text, theirs.text, pairs) : undefined;
	return got ?? (unordered.test(ours.cmd) ? matchLines(ours.text, theirs.text, pairs) : undefined);
}

export function compare(recorded: Recording, simulated: Recording, { events = false } = {}): Comparison {
	const pairs = new Map<string, string>();
	const theirs = comparableSteps(simulated);
	const differences: Difference[] = [];
	let total = 0;
	for (const [i, step] of comparableSteps(recorded).entries()) {
		if (recorded.racy?.includes(i + 1)) continue;
		total++;
		const other = theirs[i];
		if (other && other.cmd.trim() !== step.cmd.trim())
			throw new Error(`${recorded.id}: step ${i + 1} is '${other.cmd}', recorded '${step.cmd}'`);
		const got = other && matchStep(step, other, pairs, events);
		if (got) for (const [key, value] of got) pairs.set(key, value);
		else differences.push({ step: i + 1, recorded: step, simulated: other });
	}
	return { equal: total - differences.length, total, differences };
}

const indented = (text: string) => shown(text).replaceAll('\n', '\n      ');

/** A difference as it is printed for a reader. */
export function differenceText(id: string, { step, recorded, simulated }: Difference): string {
	const other = simulated
		? `    simulated [${simulated.exit}]\n      ${indented(simulated.text)}`
		: '    simulated: nothing';
	return `  ${id} step ${step}: ${recorded.at}$ ${recorded.cmd}\n    recorded [${recorded.exit}]\n      ${indented(recorded.text)}\n${other}`;
}
