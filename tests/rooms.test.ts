import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** Who may import whom; a room always may import itself, and `routes` and `params` everything. */
const MAY: Readonly<Record<string, readonly string[]>> = {
	host: [],
	notes: [],
	stage: [],
	timeline: ['host'],
	scenes: ['host', 'timeline', 'stage'],
	i18n: ['notes', 'locales'],
	share: ['host', 'timeline', 'scenes', 'stage', 'notes', 'i18n'],
	explore: ['host', 'timeline', 'scenes', 'stage', 'notes', 'i18n', 'share'],
	lecture: ['host', 'timeline', 'scenes', 'stage', 'notes', 'i18n', 'share', 'explore'],
	fonts: ['i18n'],
};
const FREE = ['routes', 'params'];

/** Inside the host: a higher floor may ask a lower one, never the other way. Files beside the floors belong to none. */
const FLOORS = ['kernel', 'engine', 'shell'];

type Source = { readonly file: string; readonly text: string };

const sources: readonly Source[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
	.filter((file) => /\.(ts|svelte|js)$/.test(file))
	.map((file) => ({ file: file.split(sep).join('/'), text: readFileSync(join(SRC, file), 'utf8') }));

const isTest = ({ file }: Source): boolean => /\.test\.ts$/.test(file);
const roomOf = (file: string): string => (file.includes('/') ? (file.split('/')[0] ?? '') : '');
const IMPORT =
	/(?:^|[\s;}])(?:import|export)\s(?:[^'";]*?\sfrom\s)?'([^']+)'|\bimport\(\s*'([^']+)'|import\.meta\.glob[^(]*\(\s*'([^']+)'/gm;

function imports({ file, text }: Source): string[] {
	return [...text.matchAll(IMPORT)].map(([, ...found]) => placed(file, found.find(Boolean) ?? ''));
}

/** A file of the project as its path from src; a package by its name. */
function placed(file: string, name: string): string {
	if (name.startsWith('#')) return name.slice(1);
	if (!name.startsWith('.')) return name;
	return relative(SRC, join(SRC, file, '..', name))
		.split(sep)
		.join('/');
}

const isOwn = (name: string): boolean =>
	roomOf(name) in MAY || roomOf(name) === 'locales' || FREE.includes(roomOf(name));

function breaches(): string[] {
	return sources.flatMap((source) => {
		const room = roomOf(source.file);
		if (room === '' || FREE.includes(room) || isTest(source)) return [];
		const allowed = [...(MAY[room] ?? []), room];
		return imports(source)
			.filter((name) => isOwn(name) && !allowed.includes(roomOf(name)))
			.map((name) => `${source.file} imports ${name}`);
	});
}

describe('rooms', () => {
	test('the import table is seen to be kept', () => {
		expect(sources.flatMap(imports).filter(isOwn).length).toBeGreaterThan(100);
	});
	test('every room is in the table', () => {
		const rooms = new Set(sources.map(({ file }) => roomOf(file)).filter(Boolean));
		expect([...rooms].filter((room) => !(room in MAY) && !FREE.includes(room))).toEqual([]);
	});
	test('a room imports only what it may', () => {
		expect(breaches()).toEqual([]);
	});
	test('nobody imports routes', () => {
		const found = sources.filter(({ file }) => !FREE.includes(roomOf(file)));
		expect(found.filter((source) => imports(source).some((name) => roomOf(name) === 'routes'))).toEqual([]);
	});
	test('inside the host the kernel asks nobody above it, the engine not the shell', () => {
		const found = sources
			.filter((source) => source.file.startsWith('host/') && !isTest(source))
			.flatMap((source) => {
				const floor = FLOORS.indexOf(source.file.split('/')[1] ?? '');
				return imports(source)
					.filter((name) => floor !== -1 && FLOORS.indexOf(name.split('/')[1] ?? '') > floor)
					.map((name) => `${source.file} imports ${name}`);
			});
		expect(found).toEqual([]);
	});
});

describe('what computes and what draws', () => {
	test('a plain .ts never imports Svelte', () => {
		const plain = sources.filter(({ file }) => file.endsWith('.ts') && !/\.(?:svelte|test)\.ts$/.test(file));
		const found = plain.filter((source) =>
			imports(source).some((name) => /^svelte(\/|$)/.test(name) || name.endsWith('.svelte')),
		);
		expect(found.map(({ file }) => file)).toEqual([]);
	});

	const FORBIDDEN =
		/\b(?:Date\b(?!\.UTC)|Math\.random|performance\b\s*\.|window\b|document\b|setTimeout|fetch\s*\()/;
	const isComputing = ({ file }: Source): boolean =>
		/^(?:host|timeline|stage|scenes)\//.test(file) &&
		file.endsWith('.ts') &&
		!/(\.svelte|\.test)\.ts$/.test(file);
	/** Words in comments and quotations are words. */
	const code = (text: string): string =>
		text
			.replace(/\/\*[\s\S]*?\*\//g, '')
			.replace(/\/\/.*$/gm, '')
			.replace(
				/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|\/(?![*/])(?:[^/\\\n]|\\.)+\/[gimsuy]*/g,
				"''",
			);

	/** A here-document may be called one. */
	const withoutOwn = (text: string): string =>
		/\b(?:const|let) document\b/.test(text) ? text.replaceAll('document', 'own') : text;

	test('host, timeline, stage and scenes know no clock, no chance and no browser', () => {
		const found = sources
			.filter(isComputing)
			.map(({ file, text }) => [file, FORBIDDEN.exec(withoutOwn(code(text)))?.[0]])
			.filter(([, word]) => word !== undefined);
		expect(found).toEqual([]);
	});

	test('stage and scenes move by time alone', () => {
		const moving =
			/\b(?:transition|animate|in|out):\w+|(?:^|[\s;{])(?:transition|animation)(?:-\w+)?\s*:|@keyframes|\b(?:Tween|Spring)\b|d3-(?:transition|selection)/;
		const found = sources
			.filter(({ file }) => /^(?:stage|scenes)\/.*\.svelte$/.test(file))
			.filter(({ text }) => moving.test(text.replace(/<!--[\s\S]*?-->/g, '')));
		expect(found.map(({ file }) => file)).toEqual([]);
		const styles = readdirSync(join(SRC, 'stage')).filter((file) => file.endsWith('.css'));
		for (const file of styles)
			expect(readFileSync(join(SRC, 'stage', file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')).not.toMatch(
				/(?:transition|animation)(?:-\w+)?\s*:|@keyframes/,
			);
	});
});

describe('names', () => {
	const EMPTY = /^(?:utils?|helpers?|common|misc|types?|constants?|stores?|managers?)(?:\.(?:svelte\.)?ts)?$/;
	test('no room or file is named for nothing', () => {
		const parts = sources.flatMap(({ file }) => file.split('/').map((part) => [file, part] as const));
		expect(parts.filter(([, part]) => EMPTY.test(part)).map(([file]) => file)).toEqual([]);
	});
});
