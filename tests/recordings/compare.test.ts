import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { transcript } from './normalise.ts';
import type { RecordedStep, Recording } from '#host/recording.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const profiles = ['docker20-cgroup1', 'docker26-cgroup2'];
const python = spawnSync('python3', ['--version']).status === 0;
const work = mkdtempSync(join(tmpdir(), 'compare-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const filesOf = (profile: string) =>
	readdirSync(join(here, profile)).filter((file) => file.endsWith('.json'));
const load = (profile: string, file: string): Recording =>
	JSON.parse(readFileSync(join(here, profile, file), 'utf8'));

/** Numbers that look thrown and are the same on every run. */
function dice(seed: number) {
	let state = seed;
	return (sides: number) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * sides);
	};
}

/** Every id, PID and generated name replaced by another, one to one. */
function renamed(recording: Recording): Recording {
	const ids = new Map<string, string>();
	const turned = (id: string) =>
		id.replace(/[0-9a-f]/g, (digit) => ((parseInt(digit, 16) * 7 + 3) % 16).toString(16));
	let text = JSON.stringify(recording);
	for (const id of text.match(/[0-9a-f]{64}/g) ?? []) ids.set(id, turned(id));
	for (const [id, other] of ids)
		text = text.replaceAll(id, other).replaceAll(id.slice(0, 12), other.slice(0, 12));
	text = text.replace(/(?<![\d.:\w])2\d{4}(?![\d.]|:\d)/g, (pid) => String(20001 + ((+pid * 3 + 17) % 9998)));
	const other: Recording = JSON.parse(text);
	return { ...other, steps: other.steps.map((step, i) => ({ ...step, cmd: recording.steps[i]!.cmd })) };
}

const lines = (text: string) => text.split('\n');
const damages: readonly ((step: RecordedStep, roll: (sides: number) => number) => RecordedStep)[] = [
	(step) => step,
	(step) => ({ ...step, exit: step.exit + 1 }),
	(step) => ({ ...step, stdout: lines(step.stdout).slice(1).join('\n') }),
	(step) => ({ ...step, stdout: lines(step.stdout).reverse().join('\n') }),
	(step) => ({ ...step, stdout: step.stdout.replace(/\d/, '7') }),
	(step) => ({ ...step, stdout: step.stdout.replaceAll(' ', '   ') }),
	(step) => ({ ...step, stderr: step.stderr.replaceAll('a', 'ä') }),
	(step) => ({ ...step, stdout: step.stderr, stderr: step.stdout }),
	(step) => ({
		...step,
		stdout: step.stdout.replace(/[0-9a-f]{12,64}/g, (id) => id.split('').reverse().join('')),
	}),
	(step) => ({ ...step, stdout: step.stdout.replace(/2\d{4}/, '20001'), events: [] }),
	(step, roll) => ({
		...step,
		stdout: lines(step.stdout)
			.sort(() => roll(3) - 1)
			.join('\n'),
	}),
];

function damaged(recording: Recording, seed: number): Recording {
	const roll = dice(seed);
	const steps = renamed(recording).steps.map((step) => {
		const damage = roll(3) ? damages[0]! : damages[roll(damages.length)]!;
		return damage(step, roll);
	});
	return { ...recording, ids: {}, steps: steps.slice(0, steps.length - roll(4)) };
}

/** `ID  equal of total` for each session, as compare.py prints it. */
function verdicts(output: string): string[] {
	return lines(output).flatMap((line) => {
		const [, id, equal, total] = /^(\S+) +(\d+) of +(\d+)$/.exec(line) ?? [];
		return id ? [`${id} ${equal} ${total}`] : [];
	});
}

const pythonCompare = (profile: string, theirs: string, ...options: string[]) =>
	spawnSync('python3', [join(here, 'compare.py'), ...options, '--dir', join(here, profile), theirs], {
		encoding: 'utf8',
		maxBuffer: 1 << 28,
	}).stdout;

describe('a recording compared', () => {
	it.each(profiles)('with itself is equal in every step: %s', (profile) => {
		for (const file of filesOf(profile)) {
			const recording = load(profile, file);
			const { equal, total } = compare(recording, recording, { events: true });
			expect([file, equal]).toEqual([file, total]);
		}
	});

	it('with other ids and PIDs is still equal, and a swapped id is not', () => {
		const recording = load('docker26-cgroup2', 'net-05-isolation.json');
		expect(compare(recording, renamed(recording)).differences).toEqual([]);
	});

	it('holds one id to one id, and a step that differs adds nothing', () => {
		const printing = (...printed: string[]): Recording => ({
			id: 'ids',
			steps: printed.map((stdout, i) => ({ at: 'host', cmd: `echo ${i}`, stdout, stderr: '', exit: 0 })),
		});
		const [a, b] = ['ab12'.repeat(3), 'cd34'.repeat(3)];
		const equal = (...theirs: string[]) => compare(printing(a, `no ${a}`, a), printing(...theirs)).equal;
		expect([equal(a, `no ${a}`, a), equal(b, `no ${b}`, b)]).toEqual([3, 3]);
		expect([equal(a, `no ${b}`, a), equal(a, `yes ${b}`, a), equal(a, `no ${a}`)]).toEqual([2, 2, 2]);
	});

	it('with a session of other commands is refused', () => {
		const [a, b] = [
			load('docker26-cgroup2', 'lc-01-states.json'),
			load('docker26-cgroup2', 'cli-02-ps.json'),
		];
		expect(() => compare(a, b)).toThrow(/step 1 is/);
	});
});

describe.skipIf(!python)('the rules agree with compare.py and normalise.py (skipped without python3)', () => {
	it.each(profiles.flatMap((p) => [1, 2, 3].map((seed) => [p, seed] as const)))(
		'on damaged copies: %s, %i',
		(profile, seed) => {
			const theirs = join(work, `${profile}-${seed}`);
			mkdirSync(theirs);
			const files = filesOf(profile).sort();
			for (const events of [false, true]) {
				const ours = files.map((file, i) => {
					const recording = load(profile, file);
					const copy = damaged(recording, seed * 1000 + i);
					writeFileSync(join(theirs, file), JSON.stringify(copy));
					const { equal, total } = compare(recording, copy, { events });
					return `${recording.id} ${equal} ${total}`;
				});
				const options = events ? ['--events'] : [];
				expect(ours).toEqual(verdicts(pythonCompare(profile, theirs, ...options)));
			}
		},
		60_000,
	);

	it.each(profiles)('on whole transcripts: %s', (profile) => {
		const paths = filesOf(profile).map((file) => join(here, profile, file));
		const theirs = execFileSync('python3', [join(here, 'normalise.py'), ...paths], {
			encoding: 'utf8',
			maxBuffer: 1 << 28,
		});
		const ours = filesOf(profile).map((file) => transcript(load(profile, file)));
		expect(ours.join('').split('\n')).toEqual(theirs.split('\n'));
	});
});
