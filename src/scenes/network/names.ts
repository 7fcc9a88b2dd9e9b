/** Names is the network scene's face for name resolution: who asks whom, which table is consulted, what the answer is. */
import type { Consulted } from '#host/kernel/lookup.ts';
import type { HostState } from '#host/state.ts';
import type { Card, Mark, Marks, Tone } from '#stage/mark.ts';
import { tabulate, type RowOf } from '#stage/tabulate.ts';
import type { Say, View } from '../scene.ts';
import { castOf } from './cast.ts';
import { currentPacket, destinationOf, sourceOf } from './current.ts';
import { askerOf, isEmbedded, knownNames, type Asker, type Entry } from './namesAsker.ts';

const ASKER = { x: 24, y: 44, width: 372, height: 458 };
const PROGRAM = { x: 44, y: 104, width: 332, height: 58 };
const INSIDE = { x: 526, y: 104, width: 212, height: 112 };
const TABLE = { x: 846, y: 44, width: 338 };
const OUTSIDE = { x: 846, y: 416, width: 338, height: 86 };
const LOG = { x: 24, y: 540 };
const HOSTS = 5;
const KNOWN = 7;
const STEPS = 4;

const consulted = ({ lookup }: Asker, table: Consulted['table']): Consulted | undefined =>
	lookup?.consulted.findLast((each) => each.table === table);

/** Lines of a table of names; the one that gave the answer is marked, and always among those shown. */
const entryRows = (
	key: string,
	entries: readonly Entry[],
	most: number,
	found: Consulted | undefined,
): readonly RowOf[] => {
	const isHit = ({ address, names }: Entry): boolean =>
		(found?.found?.includes(address) ?? false) && names.some((each) => found?.name.startsWith(each) ?? false);
	const shown =
		entries.length <= most
			? entries
			: [...entries.filter(isHit), ...entries.filter((each) => !isHit(each))].slice(0, most);
	return shown.map((entry) => ({
		key: `${key}/${entry.address}`,
		cells: {
			address: entry.address,
			names: { text: entry.names.join(' '), weight: isHit(entry) ? 700 : 400 },
		},
		...(isHit(entry) && { tone: 'water' as const }),
		label: `${entry.address} ${entry.names.join(' ')}`,
	}));
};

const files = (asker: Asker, say: Say): Marks => {
	const columns = [
		{ key: 'address', width: 112, mono: true },
		{ key: 'names', width: 206, mono: true },
	];
	const common = { x: PROGRAM.x, columns, rowHeight: 24, gap: 3, size: 12.5 } as const;
	return [
		...tabulate({
			...{ ...common, key: 'table:hosts', y: 186, heading: '/etc/hosts', label: '/etc/hosts' },
			rows: entryRows('hosts', asker.hosts, HOSTS, consulted(asker, 'hosts')),
			empty: say('names.none'),
		}),
		...tabulate({
			...{ ...common, key: 'table:resolv', y: 380, heading: '/etc/resolv.conf', label: '/etc/resolv.conf' },
			rows: asker.servers.slice(0, 2).map((server) => ({
				key: `resolv/${server}`,
				cells: { address: 'nameserver', names: server },
			})),
		}),
	];
};

const asking = (asker: Asker, say: Say): Marks => {
	const { guest, lookup, name } = asker;
	const tone: Tone = guest?.hue ?? 'ink';
	return [
		{
			kind: 'frame',
			key: `container:${name}`,
			...ASKER,
			heading: name,
			sub: asker.address,
			tone,
			thickness: 2.5,
			radius: 14,
			fill: 'surface',
			label: `${name} ${asker.address}`,
		},
		{
			kind: 'box',
			key: 'asker',
			...PROGRAM,
			tone,
			radius: 10,
			heading: lookup?.program ?? say('names.nobody'),
			mono: lookup !== undefined,
			...(lookup && {
				sub: lookup.answer
					? say(lookup.answer.length ? 'names.got' : 'names.lost', {
							name: lookup.name,
							addresses: lookup.answer.join(', '),
						})
					: say('names.wanted', { name: lookup.name }),
			}),
			label: lookup ? `${lookup.program}: ${lookup.name}` : say('names.nobody'),
		},
		...files(asker, say),
	];
};

const embedded = (asker: Asker, say: Say): Mark => ({
	kind: 'box',
	key: 'server:127.0.0.11',
	...INSIDE,
	tone: 'water',
	fill: 'tint',
	radius: 12,
	heading: say('names.embedded'),
	mono: false,
	lines: [
		{ text: '127.0.0.11:53', mono: true },
		{ text: `DNAT → ${asker.listens}`, mono: true },
		{ text: say('names.daemon'), mono: false, tone: 'muted' },
	],
	size: 15,
	label: `${say('names.embedded')} 127.0.0.11`,
});

const engineTable = (state: HostState, asker: Asker, say: Say): Marks =>
	tabulate({
		key: 'table:engine',
		x: TABLE.x,
		y: TABLE.y,
		heading: say('names.known', { networks: asker.networks.map(({ name }) => name).join(', ') }),
		label: say('names.known', { networks: asker.networks.map(({ name }) => name).join(', ') }),
		columns: [
			{ key: 'address', width: 112, mono: true },
			{ key: 'names', width: 212, mono: true },
		],
		rows: entryRows('name', knownNames(state, asker), KNOWN, consulted(asker, 'engine')),
		rowHeight: 28,
		gap: 4,
		size: 12.5,
	});

/** A question that has been asked, with its answer on it. */
const arrow = (
	key: string,
	points: readonly { x: number; y: number }[],
	told: Consulted,
	say: Say,
): Mark => ({
	kind: 'wire',
	key,
	x: 0,
	y: 0,
	points,
	curve: 'straight',
	tone: 'ink',
	thickness: 2.5,
	arrow: told.found === undefined ? 'end' : 'both',
	text: told.found === undefined ? `${told.name}?` : (told.found[0] ?? say('names.unknown')),
	mono: told.found === undefined || told.found.length > 0,
	textSide: 'above',
	layer: 5,
});

const arrows = (asker: Asker, hasEmbedded: boolean, say: Say): Marks => {
	const [server, engine, upstream] = (['server', 'engine', 'upstream'] as const).map((table) =>
		consulted(asker, table),
	);
	const right = PROGRAM.x + PROGRAM.width;
	const y = PROGRAM.y + PROGRAM.height / 2;
	const far = OUTSIDE.y + OUTSIDE.height / 2;
	const isInside = server !== undefined && isEmbedded(server.at);
	return [
		...(server && isInside && hasEmbedded
			? [
					arrow(
						'ask:server',
						[
							{ x: right, y },
							{ x: INSIDE.x, y },
						],
						server,
						say,
					),
				]
			: []),
		...(server && !isInside
			? [
					arrow(
						'ask:server',
						[
							{ x: ASKER.x + ASKER.width, y: far },
							{ x: OUTSIDE.x, y: far },
						],
						server,
						say,
					),
				]
			: []),
		...(engine
			? [
					arrow(
						'ask:engine',
						[
							{ x: INSIDE.x + INSIDE.width, y },
							{ x: TABLE.x, y },
						],
						engine,
						say,
					),
				]
			: []),
		...(upstream
			? [
					arrow(
						'ask:upstream',
						[
							{ x: INSIDE.x + INSIDE.width - 40, y: INSIDE.y + INSIDE.height },
							{ x: OUTSIDE.x, y: far },
						],
						upstream,
						say,
					),
				]
			: []),
	];
};

/** What was asked one after another, and what came of it. */
const told = (asker: Asker, say: Say): Marks =>
	tabulate({
		key: 'answer',
		...LOG,
		heading: say('names.order'),
		label: say('names.order'),
		columns: [
			{ key: 'number', width: 36 },
			{ key: 'where', width: 420 },
			{ key: 'name', width: 300, mono: true },
			{ key: 'found', width: 376, mono: true },
		],
		rows: (asker.lookup?.consulted ?? []).slice(-STEPS).map((each, i) => ({
			key: `consulted:${each.table}/${each.at}/${each.name}`,
			cells: {
				number: String(i + 1),
				where: say(`names.table.${each.table}`, { at: each.at }),
				name: `${each.name}?`,
				found:
					each.found === undefined
						? '…'
						: each.found.length
							? { text: each.found.join('  '), weight: 700 }
							: { text: say('names.unknown'), mono: false, tone: 'muted' },
			},
			label: say(`names.table.${each.table}`, { at: each.at }),
		})),
		rowHeight: 30,
		gap: 4,
		empty: say('names.start'),
	});

/** The packet that carries the question or the answer. */
const parcel = (state: HostState, say: Say): Marks => {
	const packet = currentPacket(castOf(state));
	if (!packet || packet.header.protocol !== 'udp') return [];
	const { header, was } = packet;
	const row = (name: string, value: string, before: string | undefined) => ({
		name,
		value,
		...(before !== undefined && before !== value && { was: before, act: true }),
	});
	const card: Card = {
		kind: 'card',
		key: `packet:${packet.id}`,
		x: 424,
		y: 262,
		small: true,
		rows: [
			{ name: 'UDP', value: (packet.payload ?? '').replace(/ (-|aa)(?= |$)/, '') },
			row(say('packet.source'), sourceOf(header), was && sourceOf(was)),
			row(say('packet.destination'), destinationOf(header), was && destinationOf(was)),
		],
		label: `UDP ${sourceOf(header)} → ${destinationOf(header)}`,
	};
	return [card];
};

export const names = (state: HostState, { say }: View): Marks => {
	const asker = askerOf(state);
	if (!asker)
		return [
			{
				kind: 'label',
				key: 'names:none',
				x: 604,
				y: 380,
				anchor: 'middle',
				text: say('names.empty'),
				size: 18,
			},
		];
	const hasEmbedded = asker.servers.some(isEmbedded);
	const outer = castOf(state).outside;
	const server = state.nets
		.get(outer)
		?.links.find(({ name }) => name === 'eth0')
		?.addresses.find(({ family }) => family === 4)?.address;
	const at = consulted(asker, 'upstream')?.at ?? asker.servers.find((each) => !isEmbedded(each)) ?? server;
	return [
		...asking(asker, say),
		...(hasEmbedded ? [embedded(asker, say), ...engineTable(state, asker, say)] : []),
		{
			kind: 'box',
			key: `server:${at ?? ''}`,
			...OUTSIDE,
			radius: 12,
			tone: 'ink',
			heading: say('names.outside'),
			sub: at ?? '',
			size: 15,
			label: `${say('names.outside')} ${at ?? ''}`,
		},
		...arrows(asker, hasEmbedded, say),
		...parcel(state, say),
		...told(asker, say),
	];
};
