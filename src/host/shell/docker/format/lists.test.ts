import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resolve, type Invocation } from '../flags/resolve.ts';
import { printedContainers, type ListedContainer } from './containers.ts';
import { diskUsageTables, printedDiskUsage } from './diskUsage.ts';
import {
	historyFormat,
	historyHeaders,
	historyRow,
	imageFormat,
	imageHeaders,
	imageRows,
	type HistoryItem,
	type ListedImage,
} from './images.ts';
import type { Printed } from './inspect.ts';
import {
	networkFormat,
	networkHeaders,
	networkRow,
	volumeFormat,
	volumeHeaders,
	volumeRow,
	type ListedNetwork,
	type ListedVolume,
} from './networks.ts';
import { printedRows } from './rows.ts';
import { searchFormat, searchHeaders, searchRow } from './search.ts';
import { loadAll } from '../../../late.ts';

await loadAll();

type Lines = readonly [exit: number, stdout: string, stderr: string];
interface Answer {
	readonly [field: string]: never;
}
/** What the real clients made of an engine's answers, and those answers. */
const fixture: {
	readonly now: number;
	readonly data: Readonly<Record<string, readonly Answer[] | Readonly<Record<string, readonly Answer[]>>>>;
	readonly lines: Readonly<Record<string, Lines | Readonly<Record<string, Lines>>>>;
} = JSON.parse(readFileSync(new URL('lists.fixture.json', import.meta.url), 'utf8'));

const { now } = fixture;
const answers = (path: string) => fixture.data[`GET ${path}`] as readonly Answer[];
const usage = fixture.data['GET /system/df'] as Readonly<Record<string, readonly Answer[]>>;

const containers = (from: readonly Answer[]): ListedContainer[] =>
	from.map(
		(one) => ({ ...one, ID: one['Id'], Networks: Object.keys(one['NetworkSettings']!['Networks']) }) as never,
	);
const images = (from: readonly Answer[]): ListedImage[] =>
	from.map(
		(one) =>
			({
				...one,
				ID: one['Id'],
				RepoTags: one['RepoTags'] ?? [],
				RepoDigests: one['RepoDigests'] ?? [],
			}) as never,
	);
const volumes = (from: readonly Answer[]): ListedVolume[] =>
	from.map((one) => ({ ...one, Labels: one['Labels'] ?? {} }) as never);
const networks = (): ListedNetwork[] =>
	[...answers('/networks')]
		.sort((a, b) => (a['Name']! < b['Name']! ? -1 : 1))
		.map((one) => ({ ...one, ID: one['Id'], Created: 1795464001 }) as never);

type Show = (asked: {
	version: 20 | 26;
	format: string;
	isQuiet: boolean;
	isShort: boolean;
	flags: Invocation['flags'];
}) => Printed;

const shows: Readonly<Record<string, Show>> = {
	'container ls': ({ flags, ...asked }) =>
		printedContainers({
			...asked,
			hasSize: flags.isOn('size'),
			now,
			containers: containers(answers('/containers/json')),
		}),
	'image ls': ({ version, isQuiet, isShort, flags, ...asked }) => {
		const showsDigests = flags.isOn('digests');
		const format = imageFormat(asked.format, isQuiet, showsDigests);
		const rows = imageRows(images(answers('/images/json')), { format, showsDigests, isShort, now });
		return printedRows({ version, format, headers: imageHeaders, rows });
	},
	'network ls': ({ version, format, isQuiet, isShort }) =>
		printedRows({
			version,
			format: networkFormat(format, isQuiet),
			headers: networkHeaders,
			rows: networks().map((network) => networkRow(network, isShort)),
		}),
	'volume ls': ({ version, format, isQuiet }) => {
		const { Volumes } = fixture.data['GET /volumes'] as Readonly<Record<string, readonly Answer[]>>;
		const rows = volumes(Volumes!).map((volume) => volumeRow(volume, version));
		return printedRows({
			version,
			format: volumeFormat(format, isQuiet),
			headers: volumeHeaders(version),
			rows,
		});
	},
	'image history': ({ version, format, isQuiet, isShort, flags }) => {
		const isHuman = flags.isOn('human');
		const rows = answers('/images/nginx/history').map((item) =>
			historyRow({ ...item, ID: item['Id'] } as unknown as HistoryItem, { version, isHuman, isShort, now }),
		);
		return printedRows({
			version,
			format: historyFormat(format, isQuiet, isHuman),
			headers: historyHeaders,
			rows,
		});
	},
	search: ({ version, format, isShort }) => {
		const rows = answers('/images/search').map((found) =>
			searchRow(
				{
					Name: found['name']!,
					Description: found['description']!,
					StarCount: found['star_count']!,
					IsOfficial: found['is_official']!,
					IsAutomated: found['is_automated']!,
				},
				isShort,
				format.includes('json'),
			),
		);
		return printedRows({ version, format: searchFormat(format, version), headers: searchHeaders, rows });
	},
	'system df': ({ version, format, flags }) => {
		const all = {
			LayersSize: usage['LayersSize'] as unknown as number,
			Images: images(usage['Images']!),
			Containers: containers(usage['Containers']!),
			Volumes: volumes(usage['Volumes']!),
		};
		if (!flags.isOn('verbose')) return printedDiskUsage(all, format, version);
		return { stdout: diskUsageTables(all, version, now), stderr: '', exit: 0 };
	},
};

/** Quotes around an argument, as a shell takes them. */
function words(line: string): string[] {
	return [...line.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/g)].map(
		([, quoted, plain]) => plain ?? quoted!.replaceAll('\\"', '"').replaceAll('\\\\', '\\'),
	);
}

function print(version: 20 | 26, line: string): Printed {
	const resolved = resolve(version, words(line));
	if (resolved.kind !== 'command') throw new Error(line);
	const { name, flags } = resolved;
	const isShort = !flags.isOn('no-trunc');
	return shows[name]!({
		version,
		format: flags.text('format'),
		isQuiet: flags.isOn('quiet'),
		isShort,
		flags,
	});
}

describe.each([20, 26] as const)('the lists as the client of %i prints them', (version) => {
	it.each(Object.keys(fixture.lines))('docker %s', (line) => {
		const lines = fixture.lines[line]!;
		const [exit, stdout, stderr] = Array.isArray(lines)
			? (lines as unknown as Lines)
			: (lines as Record<string, Lines>)[version]!;
		// The names of one image come in the order of a Go map.
		const inOrder = (text: string) =>
			line.startsWith('images') ? text.split('\n').sort() : text.split('\n');
		const printed = print(version, line);
		expect([printed.exit, inOrder(printed.stdout), printed.stderr]).toEqual([exit, inOrder(stdout), stderr]);
	});
});
