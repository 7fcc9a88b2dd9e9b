/** Questions before beats: those of each scene for runs that people begin with, with the answers the model gives. */
import { beforeAll, expect, test } from 'vitest';
import { open, type Asked } from '#explore/model.ts';
import { loadAll } from '#host/late.ts';
import { LANGS } from '#i18n/lang.ts';
import { SCENE_NAMES, type SceneName } from '#share/sceneName.ts';

beforeAll(loadAll);

const asked = async (
	lines: readonly string[],
	scene: SceneName,
	{ lang = 'en', detail = 'full' }: { lang?: (typeof LANGS)[number]; detail?: 'full' | 'folded' } = {},
): Promise<Asked[]> => {
	const run = await open(lines, lang, { detail, stops: false });
	return run.times.beats.flatMap((_, i) => run.asked(scene, i + 1) ?? []);
};
const answers = async (lines: readonly string[], scene: SceneName): Promise<unknown[]> =>
	(await asked(lines, scene)).map(({ key, choices, answer }) => [key, choices[answer]]);

const RUN = [
	'docker run -d --name web -p 8080:80 nginx',
	'outside$ curl -s http://203.0.113.10:8080/',
	'docker run -d --name box busybox sleep 1000',
	'docker exec box ping -c 1 203.0.113.50',
	'docker stop -t 1 box',
	'docker stop web',
	'docker run --name bad busybox sh -c "exit 3"',
];

test('lifecycle: the exit code that a signal, or the program itself, brings', async () => {
	expect(await answers(RUN, 'lifecycle')).toEqual([
		['ask.signal', '137'],
		['ask.signal', '0'],
		['ask.exit', '3'],
	]);
});
test('network: what becomes of addresses, and that a known connection does not consult nat', async () => {
	const found = await answers(RUN, 'network');
	expect(found).toContainEqual(['ask.destination', '172.17.0.2:80']);
	expect(found).toContainEqual(['ask.nat', 'no, it follows the conntrack entry']);
	expect(found).toContainEqual(['ask.source', '203.0.113.10']);
});
test.each(SCENE_NAMES)(
	'%s: every question has words and different choices, at either detail',
	async (scene) => {
		for (const lang of LANGS)
			for (const detail of ['full', 'folded'] as const)
				for (const { text, choices, answer } of await asked(RUN, scene, { lang, detail })) {
					expect(text).toMatch(/\?$/);
					expect(new Set(choices).size).toBe(choices.length);
					expect(choices.length).toBeGreaterThan(1);
					expect(choices[answer]).toBeDefined();
					for (const words of [text, ...choices]) expect(words).not.toMatch(/undefined|[{}]/);
				}
	},
);
