/** The layers scene at the moments of recorded sessions: what stands on the stage is what a real host printed. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { open, type Look, type Run } from '#explore/model.ts';
import { loadAll } from '#host/late.ts';
import type { ProfileName } from '#host/profile.ts';
import type { Mark, Marks } from '#stage/mark.ts';
import type { Recording } from '#host/recording.ts';

await loadAll();

const PROFILES: readonly ProfileName[] = ['docker26-cgroup2', 'docker20-cgroup1'];
const SESSIONS = [
	'lay-01-diff-upper',
	'lay-02-sharing',
	'lay-03-commit',
	'lay-04-volumes',
	'lay-05-overlay-by-hand',
	'lay-06-readonly-df',
	'img-01-build',
	'img-02-tags',
	'img-03-registry',
];
/** The recorded registry stood beside the host; in a page it is a container. */
const REGISTRY = 'docker run -d --name registry -p 5000:5000 registry:2';

type Step = Recording['steps'][number];
const recorded = (profile: string, id: string): Recording =>
	JSON.parse(readFileSync(new URL(`recordings/${profile}/${id}.json`, import.meta.url), 'utf8')) as Recording;

const lineOf = ({ at, cmd }: Step): string =>
	`${at === 'outside' ? 'outside$ ' : ''}${cmd}`.replaceAll('\n', '\n> ');

interface Moment {
	readonly step: Step;
	readonly marks: (look?: Look) => Marks;
	/** Which recorded digest is which layer or manifest of the stage, both ways, over the session. */
	readonly pairs: Map<string, string>;
}

const textOf = (mark: Mark | undefined): string => (mark && 'text' in mark && mark.text) || '';
const startingWith = (marks: Marks, start: string): readonly Mark[] =>
	marks.filter(({ key }) => key.startsWith(start));
const keysAfter = (marks: Marks, start: string): readonly string[] =>
	startingWith(marks, start).map(({ key }) => key.slice(start.length));
const linesIn = (text: string): readonly string[] => text.split('\n').filter((line) => line.trim() !== '');

/** Equal to what stands there, and the same one wherever it was met before. */
function pair(pairs: Map<string, string>, ours: string, theirs: string): void {
	expect([pairs.get(`> ${ours}`) ?? theirs, pairs.get(`< ${theirs}`) ?? ours]).toEqual([theirs, ours]);
	pairs.set(`> ${ours}`, theirs).set(`< ${theirs}`, ours);
}

/** `C /etc/passwd`: the letters in the writable layer are those of `docker diff`; directories on the way have none. */
function diffed({ step, marks }: Moment, name: string): void {
	const shown = marks();
	const points = keysAfter(shown, `mounted:${name}`);
	const printed = linesIn(step.stdout).map((line) => ({ letter: line[0], path: line.slice(2) }));
	const leaves = printed.filter(({ path }) => !printed.some((other) => other.path.startsWith(`${path}/`)));
	for (const path of points) expect(leaves.map((each) => each.path)).toContain(path);
	const expected = leaves.filter(({ path }) => !points.includes(path));
	const there = startingWith(shown, `file:${name}/upper/`).map((mark) => ({
		letter: textOf(mark)[0],
		path: `/${mark.key.slice(`file:${name}/upper/`.length)}`,
	}));
	const sorted = (all: readonly { letter: string | undefined; path: string }[]): string[] =>
		all.map(({ letter, path }) => `${letter} ${path}`).sort();
	expect(sorted(there)).toEqual(sorted(expected));
}

/** `ls $U $U/etc`: the names in directories of the writable layer. */
function listedUpper({ step, marks }: Moment): void {
	const parts = step.stdout.split(/\n\n/);
	const shown = keysAfter(marks(), 'file:box/upper/');
	for (const part of parts) {
		const [, folder] = /^\S+\/diff\/(\S+):\n/.exec(part) ?? [];
		if (folder === undefined) continue;
		const names = linesIn(part).slice(1).sort();
		expect(shown.filter((path) => path.startsWith(`${folder}/`)).sort()).toEqual(
			names.map((name) => `${folder}/${name}`),
		);
	}
}

/** `ls -l $U/etc`: sizes, and the character device 0, 0. */
function listedLong({ step, marks }: Moment): void {
	for (const line of linesIn(step.stdout).slice(1)) {
		const [, type, what, name] = /^(.)\S+\s+\d+ \S+ \S+\s+(\d+(?:, \d+)?) .* (\S+)$/.exec(line) ?? [];
		const text = textOf(marks().find(({ key }) => key === `file:box/upper/etc/${name}`));
		expect(text).toBe(type === 'c' ? `D c ${what?.replace(',', '')}` : `C ${what}B`);
	}
}

/** `writer 5.24MB (virtual …)`: the sizes of a container's files come to what `docker ps -s` says. */
function sized({ step, marks }: Moment): void {
	for (const line of linesIn(step.stdout)) {
		const [, name, size] = /^(\S+)\s+(\S+) \(virtual/.exec(line) ?? [];
		if (name === undefined) continue;
		const texts = startingWith(marks(), `file:${name}/upper/`).map((mark) => textOf(mark).slice(2));
		if (texts.length === 1) expect(texts[0]).toBe(size);
		else if (size === '0B') expect(texts.filter((text) => !text.startsWith('c '))).toEqual([]);
		else
			expect(texts.reduce((sum, text) => sum + Number.parseInt(text, 10), 0)).toBe(
				Number.parseInt(size ?? '', 10),
			);
	}
}

/** `bind /data true`: what is mounted past the layers. */
function mounted({ step, marks }: Moment): void {
	const printed = linesIn(step.stdout).map((line) => line.split(' ')[1]);
	expect([...keysAfter(marks(), 'mounted:box')].sort()).toEqual(printed.sort());
}

const volumes = ({ marks }: Moment, names: readonly string[]): void =>
	expect(
		[...keysAfter(marks(), 'volume:')].filter((name) => !/^[0-9a-f]{12}$|^more$/.test(name)).sort(),
	).toEqual([...names].sort());

/** The mount line: as many layers below as were mounted, and the container's own directory above. */
function mountLine({ step, marks }: Moment): void {
	const line = (text: string): readonly string[] => /lowerdir=([^,\n]*)/.exec(text)?.[1]?.split(':') ?? [];
	const mark = marks().find(({ key }) => key === 'mount:box');
	expect(line(mark?.title ?? '').length).toBe(line(step.stdout).length);
	expect(mark?.title).toMatch(/upperdir=\/var\/lib\/docker\/overlay2\/[0-9a-f]{64}\/diff/);
}

const BUILD = { face: 'build' } as const;

/** The row of the image with this name. */
const rowOf = (marks: Marks, name: string): number | undefined =>
	marks.find(({ key }) => key === `image:${name.replace(/:latest$/, '')}`)?.y;

/** Diff ids of an image, the lowest first. */
function layerList({ step, marks, pairs }: Moment, name: string): void {
	const shown = marks(BUILD);
	const y = rowOf(shown, name);
	const blocks = startingWith(shown, 'block:').filter((mark) => mark.y === y);
	const printed = linesIn(step.stdout);
	expect(blocks.length).toBe(printed.length);
	for (const [i, block] of blocks.entries())
		pair(pairs, block.key.split('/')[1] ?? '', `layer ${printed[i]}`);
}

/** Names, and which of them are names of one image. */
function imageList({ step, marks }: Moment): void {
	const shown = marks(BUILD);
	const rows = linesIn(step.stdout)
		.slice(1)
		.map((line) => line.split(/\s{2,}/));
	const own = rows.filter(([repository]) => repository !== 'hello-world');
	const named = own.filter(([repository]) => repository !== '<none>');
	const ours = new Map(
		named.map(([repository, tag]) => [`${repository}:${tag}`, rowOf(shown, `${repository}:${tag}`)]),
	);
	const idOf = new Map(named.map((row) => [`${row[0]}:${row[1]}`, row.at(-3)]));
	for (const [name, y] of ours) {
		expect(y, name).toBeDefined();
		for (const [other, at] of ours)
			expect(y === at, `${name} ${other}`).toBe(idOf.get(name) === idOf.get(other));
	}
	expect(keysAfter(shown, 'none:').length).toBe(own.length - named.length);
}

/** Steps, what the cache had of them, and which one failed. */
function built({ step, marks }: Moment): void {
	const parts = step.stdout.split(/^Step (?=\d)/m).slice(1);
	const shown = marks(BUILD);
	expect(parts.length).toBeGreaterThan(0);
	for (const part of parts) {
		const [, number, text] = /^(\d+)\/\d+ : (.*)/.exec(part) ?? [];
		const isDone = /^ ---> [0-9a-f]{12}$/m.test(part);
		const outcome = /Using cache/.test(part)
			? 'cached'
			: !isDone
				? 'failed'
				: text?.startsWith('FROM')
					? 'base'
					: 'built';
		expect(textOf(shown.find(({ key }) => key === `step:${number}`))).toBe(text);
		expect(textOf(shown.find(({ key }) => key === `outcome:${number}`)), text).toBe(outcome);
	}
	const waiting = startingWith(shown, 'outcome:').filter((mark) => textOf(mark) === 'waiting');
	const total = Number(/^\d+\/(\d+)/.exec(parts[0] ?? '')?.[1]);
	expect(waiting.length).toBe(total - parts.length);
}

/** One line for each line of the Dockerfile, and the size of its layer. */
function history({ step, marks }: Moment, name: string): void {
	const rows = linesIn(step.stdout).slice(1).reverse();
	const shown = marks({ ...BUILD, chosen: `image:${name}` });
	expect(startingWith(shown, 'step:').length).toBe(rows.length);
	for (const [i, row] of rows.entries()) {
		const size = /(\S+B)(?:\s{2,}\S.*|\s*)$/.exec(row)?.[1];
		const y = shown.find(({ key }) => key === `number:${i + 1}`)?.y ?? 0;
		const layer = startingWith(shown, 'made:').find((mark) => mark.y < y && mark.y > y - 20);
		expect(layer ? textOf(layer).split(',')[0] : '0B', row).toBe(size);
	}
}

const SHIP = { face: 'ship' } as const;

/** After a push: each layer is there, the manifest has a digest, its tag leads to it. */
function pushed({ step, marks, pairs }: Moment): void {
	const shown = marks(SHIP);
	const repository = /repository \[localhost:5000\/(\S+)\]/.exec(step.stdout)?.[1];
	const [, tag, digest] = /^(\S+): digest: (sha256:[0-9a-f]{64})/m.exec(step.stdout) ?? [];
	const layers = new Set(step.stdout.match(/^[0-9a-f]{12}(?=: (?!Preparing|Waiting))/gm));
	expect(startingWith(shown, 'blob:').length).toBeGreaterThanOrEqual(layers.size);
	const label = shown.find(({ key }) => key === `tag:${repository}:${tag}`);
	const manifest = startingWith(shown, 'manifest:').find((mark) => mark.y === label?.y);
	pair(pairs, manifest?.key ?? '', `manifest ${digest}`);
}

/** After a pull: everything is on both sides, under the digest that was printed. */
function pulled({ step, marks, pairs }: Moment): void {
	const shown = marks(SHIP);
	const digest = /^Digest: (sha256:[0-9a-f]{64})/m.exec(step.stdout)?.[1];
	const name = linesIn(step.stdout).at(-1) ?? '';
	const held = startingWith(shown, 'digest:').find(({ key }) =>
		key.split('/').slice(1).join('/').startsWith(name),
	);
	pair(pairs, `manifest:${textOf(held).replace('sha256:', '')}`, `manifest ${digest}`);
	const fetched = step.stdout.match(/Pull complete|Already exists/g)?.length ?? 0;
	expect(startingWith(shown, 'same:').length).toBeGreaterThanOrEqual(fetched);
}

function catalogued({ step, marks }: Moment): void {
	const { repositories, name, tags } = JSON.parse(step.stdout) as Record<string, string[] | string>;
	const shown = keysAfter(marks(SHIP), 'tag:');
	if (Array.isArray(repositories))
		expect([...new Set(shown.map((key) => key.replace(/:[^:]*$/, '')))].sort()).toEqual(repositories);
	if (Array.isArray(tags))
		expect(shown.filter((key) => key.startsWith(`${String(name)}:`))).toEqual(
			tags.map((tag) => `${String(name)}:${tag}`),
		);
}

/** An overlay mounted by hand: the names in `merged`, and what stands for them in `upper`. */
function handMerged({ step, marks }: Moment): void {
	expect([...keysAfter(marks(), 'hand:merged/')].sort()).toEqual(linesIn(step.stdout));
}
const handUpper = ({ marks }: Moment, name: string, text: RegExp): void =>
	expect(textOf(marks().find(({ key }) => key === `hand:upper/${name}`))).toMatch(text);
function handContents({ step, marks }: Moment): void {
	const [below, above] = linesIn(step.stdout).map((line) => `${line.length + 1}B`);
	expect(textOf(marks().find(({ key }) => key === 'hand:lower1/a'))).toBe(below);
	expect(textOf(marks().find(({ key }) => key === 'hand:upper/a'))).toBe(above);
}
function handTypes({ step, marks }: Moment): void {
	const shown = startingWith(marks(), 'hand:upper/').map((mark) => (textOf(mark) === 'c 0 0' ? 'c' : '-'));
	expect(shown).toEqual(linesIn(step.stdout).map((line) => line[0]));
}
/** `low2` over `lower`: the first of two lower directories wins, and nothing can be written. */
function handLowers({ step, marks }: Moment): void {
	const [a, z, b] = linesIn(step.stdout).map((line) => `${line.length + 1}B`);
	const text = (key: string): string => textOf(marks().find((mark) => mark.key === key));
	expect([text('hand:lower1/a'), text('hand:lower1/z'), text('hand:lower2/b')]).toEqual([a, z, b]);
	expect(keysAfter(marks(), 'hand:upper')).toEqual([]);
}

type Check = (moment: Moment, found: RegExpExecArray) => void;
/** What a command prints that the stage shows too. */
const CHECKS: readonly (readonly [RegExp, Check])[] = [
	[/^docker diff (\S+)$/, (moment, [, name = '']) => diffed(moment, name)],
	[/^ls \$U \$U/, listedUpper],
	[/^ls -l \$U\/etc$/, listedLong],
	[/^grep ' \/ overlay'/, mountLine],
	[/^docker ps -a?s --format '\{\{\.Names\}\} \{\{\.Size\}\}'$/, sized],
	[/\.Mounts\}\}.* box \| sort$/, mounted],
	[
		/^docker volume ls$/,
		(moment) =>
			volumes(
				moment,
				linesIn(moment.step.stdout)
					.slice(1)
					.map((line) => line.split(/\s+/)[1] ?? ''),
			),
	],
	[/^docker volume ls -q$/, (moment) => volumes(moment, linesIn(moment.step.stdout))],
	[
		/RootFS\.Layers\}\}\{\{println \.\}\}\{\{end\}\}' (\S+)$/,
		(moment, [, name = '']) => layerList(moment, name),
	],
	[/^docker image ls$/, imageList],
	[
		/docker build (?:-t \S+ )?\.$/,
		(moment) => (moment.step.stdout.includes('Step 1/') ? built(moment) : undefined),
	],
	[/^docker history (\S+)$/, (moment, [, name = '']) => history(moment, name)],
	[/^docker push localhost:5000\//, (moment) => (moment.step.exit === 0 ? pushed(moment) : undefined)],
	[/^docker pull localhost:5000\//, (moment) => (moment.step.exit === 0 ? pulled(moment) : undefined)],
	[/^ls merged$/, handMerged],
	[/^cat lower\/a upper\/a$/, handContents],
	[/^ls -l upper \|/, handTypes],
	[/^stat -c '%F %t,%T' upper\/b$/, (moment) => handUpper(moment, 'b', /^c 0 0$/)],
	[/^stat -c '%F' upper\/b$/, (moment) => handUpper(moment, 'b', /^\d+B$/)],
	[/^getfattr -n trusted\.overlay\.opaque upper\/dir$/, (moment) => handUpper(moment, 'dir', /^opaque$/)],
	[/^cat merged\/a merged\/z merged\/b$/, handLowers],
	[/^curl -s \S+\/v2\//, catalogued],
];

async function opened(
	profile: ProfileName,
	{ steps, registry }: Recording,
): Promise<{ run: Run; first: number }> {
	const stage = registry ? [REGISTRY] : [];
	const run = await open([...stage, ...steps.map(lineOf)], 'en', {
		host: profile,
		detail: 'full',
		stops: false,
	});
	return { run, first: stage.length };
}

describe.each(PROFILES)('%s', (profile) => {
	test.each(SESSIONS)('%s stands on the stage as it was printed', { timeout: 60_000 }, async (id) => {
		const recording = recorded(profile, id);
		const { run, first } = await opened(profile, recording);
		const pairs = new Map<string, string>();
		let checked = 0;
		for (const [i, step] of recording.steps.entries()) {
			const shown = run.steps[first + i];
			const end = run.times.beats[(shown?.first ?? 0) + (shown?.beats ?? 0) - 1];
			const t = end ? end.start + end.duration : 0;
			for (const [pattern, check] of CHECKS) {
				const found = pattern.exec(step.cmd);
				if (!found) continue;
				check({ step, pairs, marks: (look) => run.marks('layers', t, look) }, found);
				checked++;
			}
		}
		expect(checked).toBeGreaterThan(1);
	});
});
