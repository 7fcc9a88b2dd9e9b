import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSession, sessionText } from './sessionFile.ts';

const recordings = new URL('../../tests/recordings/', import.meta.url);

describe('parseSession', () => {
	it('reads places, waits, continued lines and bare lines', () => {
		const { steps } = parseSession(
			"docker ps\nhost$ cat <<'E'\n> a\n>\n>  b\n> E\nsleep 1.5\noutside$ curl -s x\n\n",
		);
		expect(steps).toEqual([
			{ at: 'host', cmd: 'docker ps' },
			{ at: 'host', cmd: "cat <<'E'\na\n\n b\nE" },
			{ at: 'clock', cmd: 'sleep 1.5', seconds: 1.5 },
			{ at: 'outside', cmd: 'curl -s x' },
		]);
	});

	it('takes sleep for the clock only when it stands alone', () => {
		expect(parseSession('sleep 1; docker ps\nhost$ sleep 1').steps.map((step) => step.at)).toEqual([
			'host',
			'host',
		]);
	});

	it('knows the store from the headers', () => {
		expect(parseSession('docker ps').images).toBeUndefined();
		expect(parseSession('# title: x\ndocker ps').images).toEqual(['busybox:latest']);
		expect(parseSession('# needs-images: none\n').images).toEqual([]);
		const both = parseSession('# needs-images: a:1 b:2\n# needs-registry: yes\n');
		expect([both.images, both.registry]).toEqual([['a:1', 'b:2'], true]);
	});

	it('writes what it read', () => {
		const text = 'host$ cat <<E\n> a\n> E\nsleep 2\noutside$ curl x';
		expect(sessionText(parseSession(text).steps)).toBe(text);
	});

	it.each(['docker20-cgroup1', 'docker26-cgroup2'])(
		'agrees with the recordings made from its files: %s',
		(profile) => {
			const folder = new URL(`${profile}/sessions/`, recordings);
			for (const file of readdirSync(folder)) {
				const read = parseSession(readFileSync(new URL(file, folder), 'utf8'));
				const id = file.replace('.session', '');
				const recorded = JSON.parse(readFileSync(new URL(`${profile}/${id}.json`, recordings), 'utf8'));
				const steps = recorded.steps.map(({ at, cmd }: { at: string; cmd: string }) => `${at}$ ${cmd}`);
				expect(read.steps.map(({ at, cmd }) => `${at}$ ${cmd}`)).toEqual(steps);
				const { title, concept } = read.headers;
				expect([title, concept]).toEqual([recorded.title, recorded.concept]);
				expect([id, read.images, read.registry]).toEqual([id, recorded.images, recorded.registry]);
			}
		},
	);
});
