import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadAll } from '#host/late.ts';
import { usualSession } from '#host/session.ts';
import { sentence } from '#i18n/sentence.ts';
import { timelineOf, type Detail, type Ran } from '#timeline/timeline.ts';
import type { Question } from '../question.ts';
import type { View } from '../scene.ts';
import { namespaces } from './namespaces.ts';

const viewIn = (lang: string): View => {
	const path = new URL(`../../locales/${lang}/scenes/namespaces.json`, import.meta.url);
	const words = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
	return { lang, say: (key, values = {}) => sentence(words[key] ?? `no words for ${key}`, values) };
};

interface Asked extends Question {
	readonly said: string;
	readonly right: string | undefined;
}

/** Every question of a run, in order, and what the last command printed. */
function asked(lines: readonly string[], lang = 'en', detail: Detail = 'full'): [Asked[], string] {
	const session = usualSession();
	const first = session.host.state;
	const rans = lines.map((command): Ran => {
		const done = session.run({ at: 'host', cmd: command });
		return { ...done, at: 'host', command, exitCode: done.exit };
	});
	const { beats, steps } = timelineOf(first, rans, detail);
	const view = viewIn(lang);
	const questions = beats.flatMap((beat): Asked[] => {
		const outcome = beats[steps[beat.step]!.to - 1]!.after;
		const question = namespaces.asks?.(beat, view, outcome);
		if (!question) return [];
		const said = view.say(question.key, question.values);
		return [{ ...question, said, right: question.choices[question.answer] }];
	});
	return [questions, rans.at(-1)!.stdout];
}
const answers = (questions: readonly Asked[]): (readonly [string, string | undefined])[] =>
	questions.map(({ key, right }) => [key, right] as const);

beforeAll(loadAll);

describe('what is asked', () => {
	test('while a container is made: which cells, which numbers, which name', () => {
		const [questions, pid] = asked([
			'docker run -d --name web nginx',
			"docker inspect -f '{{.State.Pid}}' web",
		]);
		const [, id] = asked(['docker run -d --name web nginx', 'docker exec web hostname']);
		expect(answers(questions)).toEqual([
			['ask.cells', 'mnt uts ipc pid net cgroup'],
			['ask.inside', '1'],
			['ask.hostname', id.trim()],
			['ask.outside', pid.trim()],
		]);
	});
	test('with the host’s namespaces other cells, and all its processes', () => {
		const [questions, seen] = asked([
			'docker run -d --name open --pid=host --uts=host busybox sleep 1000',
			'docker exec open ps',
		]);
		expect(answers(questions).slice(0, 1)).toEqual([['ask.cells', 'mnt ipc net cgroup']]);
		const count = questions.find(({ key }) => key === 'ask.sees')!;
		const listed = seen.trim().split('\n').length - 1;
		// exec's own ps and its runtime are on the list too.
		expect(listed - Number(count.right)).toBeGreaterThanOrEqual(1);
		expect(Number(count.right)).toBeGreaterThan(5);
	});
	test('exec: the next number inside', () => {
		const [questions, said] = asked([
			'docker run -d --name box busybox sleep 1000',
			"docker exec box sh -c 'echo $$'",
		]);
		expect(answers(questions).at(-1)).toEqual(['ask.inside', said.trim()]);
	});
	test('the end of PID 1: what becomes of the rest, and of a signal it has no handler for', () => {
		const [questions] = asked([
			"docker run -d --name box busybox sh -c 'sleep 99 & sleep 100'",
			'docker exec box kill -TERM 1',
			'docker kill box',
		]);
		expect(answers(questions).filter(([key]) => key === 'ask.signal')).toEqual([
			['ask.signal', 'nothing at all'],
			['ask.signal', 'it ends'],
		]);
		expect(answers(questions).at(-1)).toEqual(['ask.rest', 'they end with it']);
	});
});

describe('every question', () => {
	const lines = [
		'docker run -d --name web nginx',
		'docker run -d --name near --pid container:web --network container:web busybox sleep 9',
		'unshare --fork --pid --mount-proc unshare --fork --pid sleep 50 &',
		'docker exec web hostname',
		'docker kill web',
	];
	test.each(['ko', 'en'])('has its words, and two to four different choices: %s', (lang) => {
		for (const detail of ['full', 'folded'] as const)
			for (const question of asked(lines, lang, detail)[0]) {
				expect(question.said).not.toMatch(/no words|undefined|[{}]/);
				expect(question.choices.join()).not.toMatch(/no words|undefined|[{}]/);
				expect(new Set(question.choices).size).toBe(question.choices.length);
				expect(question.choices.length).toBeGreaterThan(1);
				expect(question.choices.length).toBeLessThan(5);
				expect(question.right).toBeDefined();
			}
	});
	test('the same ones with only the main steps', () => {
		expect(answers(asked(lines, 'en', 'folded')[0])).toEqual(answers(asked(lines)[0]));
	});
});
