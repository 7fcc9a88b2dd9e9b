import { describe, expect, it } from 'vitest';
import { isEngineError } from '#host/engine/error.ts';
import { parseReference } from '#host/engine/reference.ts';
import { loadAll } from '#host/late.ts';
import { usualSession } from '#host/session.ts';
import { linesOf } from '#share/moment.ts';
import { open } from '../../model.ts';
import { buildStories } from './buildStories.ts';
import { copyStories } from './copyStories.ts';
import { buildLines, hereDoc, SAMPLES, writtenLast } from './dockerfiles.ts';
import { copied, DRIVERS } from './drivers.ts';
import { POOL, thick, thin } from './disks.ts';
import { chosenContainer, chosenPath, hostView, standings } from './hostView.ts';
import { packagesOf } from './packages.ts';
import { readReference } from './referenceParts.ts';
import { shipStories } from './shipStories.ts';
import { storyOf } from './story.ts';
import { trustAt } from './trust.ts';

await loadAll();

const HOW = { detail: 'folded', stops: false } as const;
const groups = [...copyStories, ...buildStories, ...shipStories];
/** Lines of stories that a host refuses, as their words say. */
const REFUSED: Readonly<Record<string, number>> = {
	stopped: 0,
	tmpfs: 1,
	fails: 1,
	inUse: 1,
	export: 1,
	tampered: 1,
};

describe.each(groups.flatMap(({ stories }) => stories))('the story $name', ({ name, lines, before }) => {
	it('does what it says', { timeout: 30_000 }, async () => {
		const { steps } = await open(lines, 'en', HOW);
		expect(steps.length).toBe(lines.length);
		expect(before).toBeLessThan(lines.length);
		const failed = steps.filter(({ exitCode }) => exitCode !== 0);
		expect(failed.map(({ text }) => text).length, failed.map(({ stderr }) => stderr).join('')).toBe(
			REFUSED[name] ?? 0,
		);
		expect(steps.slice(0, before).every(({ exitCode }) => exitCode === 0)).toBe(true);
	});

	it('can be written into an address', () => expect(linesOf(lines.join('\n'))).toEqual(lines));
});

it('the story that is shown is the longest whose lines were run', () => {
	const first = buildStories[0]?.stories[1];
	expect(storyOf(buildStories, [...(first?.lines ?? []), 'docker ps'])).toBe(first);
	expect(storyOf(buildStories, [])).toBeUndefined();
});

describe('a Dockerfile in the editor', () => {
	it('is read back from the run', () => {
		const text = SAMPLES[0]?.text.join('\n') ?? '';
		expect(writtenLast(['docker ps', hereDoc(text.split('\n'))])).toBe(text);
		expect(writtenLast(['docker ps'])).toBeUndefined();
	});

	it.each(SAMPLES)('$name builds, and again from the cache', { timeout: 30_000 }, ({ text }) => {
		const session = usualSession();
		const run: string[] = [];
		for (let i = 0; i < 2; i++) {
			const lines = buildLines(text.join('\n'), run);
			run.push(...lines);
			for (const line of lines) {
				const cmd = line.replaceAll('\n> ', '\n');
				expect(session.run({ at: 'host', cmd }).exit, line).toBe(0);
			}
		}
		const { build } = session.host.state.engine;
		expect(new Set(build?.steps.map(({ outcome }) => outcome))).toEqual(new Set(['base', 'cached']));
	});
});

describe('a reference taken apart', () => {
	const { host } = usualSession();
	/** Whether the engine takes a text as it stands; a tag that it does not know for one is left in the name. */
	const isTaken = (text: string): boolean => {
		try {
			const { tag, digest, path } = parseReference(host, text);
			return (
				[path, tag && `:${tag}`, digest && `@${digest}`].join('') !== '' &&
				text.endsWith(digest ?? tag ?? path)
			);
		} catch (error) {
			if (isEngineError(error)) return false;
			throw error;
		}
	};
	const NAMES = [
		'nginx',
		'nginx:1.25',
		'user/app',
		'localhost:5000/app:1',
		'localhost/app',
		'ghcr.io/team/tools/app',
		'127.0.0.1:5000/a/b:c',
		`busybox@sha256:${'ab'.repeat(32)}`,
		`reg.example:80/x:1@sha256:${'0'.repeat(64)}`,
		'docker.io/library/nginx',
		'docker.io/nginx',
		'a__b/c--d.e_f:latest',
	];
	it.each(NAMES)('%s is read as the engine reads it', (text) => {
		const { parts } = readReference(text);
		const engine = parseReference(host, text);
		expect(parts?.registry).toBe(engine.domain);
		expect([parts?.user, parts?.name].filter(Boolean).join('/')).toBe(engine.path);
		expect(parts?.hasTag ? parts.tag : undefined).toBe(engine.tag);
		expect(parts?.digest).toBe(engine.digest);
	});

	it.each([
		['Upper', 'upper'],
		['app:', 'tag'],
		['app:-x', 'tag'],
		['a..b', 'path'],
		['-a', 'path'],
		['a/', 'path'],
		['', 'empty'],
		['f'.repeat(64), 'id'],
		['app@sha256:12', 'digest'],
	])('%s is refused: %s', (text, problem) => {
		expect(readReference(text).problem).toBe(problem);
		if (text !== '') expect(isTaken(text)).toBe(false);
	});

	it('says what stands where nothing is said', () => {
		expect(readReference('nginx').parts?.whole).toBe('docker.io/library/nginx:latest');
		expect(readReference('localhost:5000/app').parts?.whole).toBe('localhost:5000/app:latest');
	});
});

it('a driver by files copies the file, one by blocks the blocks that are touched', () => {
	const by = (name: string) => DRIVERS.find((each) => each.name === name)!;
	const write = { size: 50 * 2 ** 20, at: 50 * 2 ** 20, bytes: 2 };
	expect(copied(by('overlay2'), write)).toBe(50 * 2 ** 20 + 2);
	expect(copied(by('btrfs'), write)).toBe(4096);
	expect(copied(by('zfs'), { ...write, at: 128 * 1024 - 1 })).toBe(2 * 128 * 1024);
	expect(copied(by('devicemapper'), { ...write, bytes: 0 })).toBe(0);
});

it('thick refuses a disk at once, thin when the pool is empty', () => {
	expect(thick([50, 50, 50])).toMatchObject({ disks: 2, taken: POOL, refused: 50 });
	expect(thick([0, 0, 0])).toMatchObject({ taken: POOL, refused: 0 });
	expect(thin([10, 0, 0])).toMatchObject({ disks: 3, taken: 10, refused: 0 });
	expect(thin([50, 30, 40])).toMatchObject({ taken: POOL, refused: 20, held: [50, 30, 20] });
});

describe('a container seen on the host', () => {
	const session = usualSession();
	const lines = [
		'docker run -d --name box busybox sleep 1000',
		`docker exec box sh -c 'echo x >> /etc/passwd; rm /etc/group'`,
	];
	for (const cmd of lines) session.run({ at: 'host', cmd });
	const { state } = session.host;
	const box = chosenContainer(state, 'file:box/upper/etc/passwd')!;
	const printed = (cmd: string): string => session.run({ at: 'host', cmd }).stdout.trim();

	it('says what docker diff and ls print there', () => {
		const view = hostView(state, box);
		expect([...view.diff].sort()).toEqual(printed('docker diff box').split('\n').sort());
		const upper = printed(`docker inspect -f '{{.GraphDriver.Data.UpperDir}}' box`);
		expect(view.directories[0]?.path).toBe(upper);
		expect(view.directories[0]?.files?.map(({ name }) => name)).toEqual(
			printed(`ls -A ${upper}`).split('\n'),
		);
		const merged = upper.replace(/diff$/, 'merged');
		const names = view.directories[1]?.files?.map(({ name }) => name.replace(/ -> .*/, ''));
		expect(names).toEqual(printed(`ls -A ${merged}`).split('\n'));
		expect(view.mount.join(',')).toContain(`upperdir=${upper}`);
	});

	it('follows a path through all layers, with inodes that stat prints', () => {
		expect(chosenPath('file:box/upper/etc/passwd')).toBe('/etc/passwd');
		expect(chosenPath('path:etc/*')).toBeUndefined();
		const found = standings(state, box, '/etc/passwd');
		expect(found.map(({ where }) => where)).toEqual(['seen', 'upper', 'image']);
		expect(String(found[0]?.inode)).toBe(printed('docker exec box stat -c %i /etc/passwd'));
		expect(standings(state, box, '/etc/group')[0]).toMatchObject({ where: 'upper', what: 'whiteout' });
	});
});

it('a signature would no longer fit the tag that was pushed over', { timeout: 30_000 }, async () => {
	const swapped = shipStories.flatMap(({ stories }) => stories).find(({ name }) => name === 'swapped')!;
	const run = await open(swapped.lines, 'en', HOW);
	const { timeline, steps } = run;
	const trust = (position: number) => {
		const beat = timeline.beats[position - 1]!;
		return trustAt(timeline, position, beat.after);
	};
	const published = steps[swapped.before - 1]!;
	const before = trust(published.first + published.beats)!;
	expect(before.now).toBe(before.signed);
	const after = trust(timeline.beats.length)!;
	expect(after.signed).toBe(before.signed);
	expect(after.now).not.toBe(after.signed);
});

it('packages are those whose lists lie in the layers', () => {
	const { engine } = usualSession().host.state;
	const { state } = usualSession().host;
	const image = (name: string) => engine.images.get(engine.tags.get(name)!)!;
	expect(packagesOf(state, image('nginx:latest')).map(({ name }) => name)).toEqual(['nginx-common', 'nginx']);
	expect(packagesOf(state, image('busybox:latest'))).toEqual([]);
});
