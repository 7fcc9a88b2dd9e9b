import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadAll } from '#host/late.ts';
import { usualSession } from '#host/session.ts';
import { sentence } from '#i18n/sentence.ts';
import { timelineOf, type Ran } from '#timeline/timeline.ts';
import type { View } from '../scene.ts';
import { layers } from './layers.ts';

await loadAll();

const viewIn = (lang: string): View => {
	const path = new URL(`../../locales/${lang}/scenes/layers.json`, import.meta.url);
	const words = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
	return {
		lang,
		say(key, values = {}) {
			if (words[key] === undefined) throw new Error(`no words for ${key} in ${lang}`);
			return sentence(words[key], values);
		},
	};
};

/** Every question of a run with its right answer. */
function asked(lines: readonly string[], lang = 'en'): readonly (readonly [string, string | undefined])[] {
	const session = usualSession();
	const first = session.host.state;
	const rans = lines.map((command): Ran => {
		const done = session.run({ at: 'host', cmd: command });
		return { ...done, at: 'host', command, exitCode: done.exit };
	});
	const { beats, steps } = timelineOf(first, rans, 'full');
	const view = viewIn(lang);
	return beats.flatMap((beat) => {
		const outcome = beats[steps[beat.step]!.to - 1]!.after;
		const question = layers.asks?.(beat, view, outcome);
		if (!question) return [];
		expect(question.choices.length).toBeGreaterThan(1);
		expect(new Set(question.choices).size).toBe(question.choices.length);
		expect(view.say(question.key, question.values)).not.toMatch(/[{}]/);
		return [[question.key, question.choices[question.answer]] as const];
	});
}

describe('what is asked of layers', () => {
	it('where a file is read from, before and after it was copied up, and how much that was', () => {
		const append = `docker exec box sh -c 'echo x >> /etc/passwd'`;
		const cat = 'docker exec box cat /etc/passwd';
		expect(asked(['docker run -d --name box busybox sleep 1000', cat, append, cat])).toEqual([
			['ask.read', 'in an image layer'],
			['ask.copied', '192B'],
			['ask.read', 'in the writable layer'],
		]);
	});

	it('a file that is cut short before it is written is not copied', () => {
		const lines = [
			'docker run -d --name box busybox sleep 1000',
			`docker exec box sh -c 'echo x > /etc/passwd'`,
		];
		expect(asked(lines)).toEqual([['ask.copied', '0B']]);
	});

	it('what hides a file, and what stop and rm leave', () => {
		const lines = [
			'docker run -d --name box -v store:/store busybox sleep 1000',
			'docker exec box rm /etc/group',
			'docker exec box cat /store/none',
			'docker stop -t 0 box',
			'docker rm box',
		];
		expect(asked(lines)).toEqual([
			['ask.hidden', 'a character device 0,0, a whiteout'],
			['ask.read', 'nowhere'],
			['ask.kept', 'it stays on the disk'],
			['ask.rest', 'volume and image'],
		]);
	});

	it('whether a step is in the cache', () => {
		const build = (n: number) =>
			`printf 'FROM busybox\\nRUN true\\nRUN echo ${n} > /n\\n' | docker build -q -`;
		expect(asked([build(1), build(2)])).toEqual(
			expect.arrayContaining([
				['ask.step', 'it is in the cache'],
				['ask.step', 'it is made anew'],
			]),
		);
	});

	it('in both languages', () => {
		const lines = [
			'docker run -d --name box busybox sleep 1000',
			'docker exec box rm /etc/group',
			'docker rm -f box',
		];
		expect(asked(lines, 'ko').map(([key]) => key)).toEqual(asked(lines).map(([key]) => key));
	});
});
