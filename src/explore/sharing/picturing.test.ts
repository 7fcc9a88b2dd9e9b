import { expect, test } from 'vitest';
import { USUAL_HOST } from '#share/hosts.ts';
import { Picturing, type Subject } from './picturing.ts';

const subject: Subject = {
	lines: ['docker run -d --name web nginx'],
	how: { host: USUAL_HOST, detail: 'folded', stops: false },
	scene: 'namespaces',
	look: {},
	title: 'namespaces',
};

test('a sheet is the frame of the screen, with the sentence of its beat below it', async () => {
	const picturing = await Picturing.of(subject, 'ko', true);
	const beat = picturing.run.times.beats[3];
	const t = (beat?.start ?? 0) + (beat?.duration ?? 0);
	const { marks, size } = picturing.sheetAt(t);
	const frame = picturing.run.marks('namespaces', t);
	expect(marks.slice(0, -2)).toEqual(frame);
	expect(marks.at(-1)).toMatchObject({ kind: 'label', text: picturing.run.sentence(4).replaceAll('`', '') });
	expect(size.height).toBeGreaterThan(picturing.run.size('namespaces').height);
	expect(picturing.bareAt(t).marks).toEqual(frame);
});

test('in another language it is another run’s words, at the same times', async () => {
	const [ko, en] = await Promise.all([Picturing.of(subject, 'ko', true), Picturing.of(subject, 'en', true)]);
	expect(en.run.times.beats.length).toBe(ko.run.times.beats.length);
	expect(en.run.sentence(2)).not.toBe(ko.run.sentence(2));
});
