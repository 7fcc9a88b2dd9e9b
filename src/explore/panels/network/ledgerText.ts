/** A ledger as plain text in columns, to be pasted elsewhere. */
import type { Hop, Leg, Note } from './ledger.ts';

export interface LedgerWords {
	(key: string, values?: Readonly<Record<string, string | number>>): string;
}

/** How many columns a text takes where Hangul and its like take two. */
const columns = (text: string): number =>
	[...text].reduce(
		(sum, sign) =>
			sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/.test(sign) ? 2 : 1),
		0,
	);
const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - columns(text)));

const noted = (note: Note | undefined, say: LedgerWords): string => (note ? say(note[0], note[1]) : '');

export const machineName = (machine: string, say: LedgerWords): string =>
	machine === 'host' || machine === 'outside' ? say(`machine.${machine}`) : machine;
export const placeName = (place: string, say: LedgerWords): string =>
	place === 'route' || place === 'socket' ? say(`place.${place}`) : place;

/** What was decided: by which table's chains, or why. */
export const decisionText = ({ table, path, verdict, note }: Hop, say: LedgerWords): string =>
	[[table, path].filter(Boolean).join(' '), verdict, noted(note, say)].filter(Boolean).join('  ');

const changeText = ({ changes }: Hop, say: LedgerWords): string =>
	changes
		.map(({ field, before, after }) => `${say(`field.${field}`)} ${before ? `${before} → ` : ''}${after}`)
		.join(', ');

const rowOf = (hop: Hop, say: LedgerWords): readonly string[] => [
	String(hop.number),
	machineName(hop.machine, say),
	placeName(hop.place, say),
	decisionText(hop, say),
	changeText(hop, say),
];

const aligned = (rows: readonly (readonly string[])[]): readonly string[] => {
	const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => columns(row[i] ?? ''))));
	return rows.map((row) =>
		row
			.map((cell, i) => padded(cell, widths[i] ?? 0))
			.join('  ')
			.trimEnd(),
	);
};

export const ledgerText = (command: string, legs: readonly Leg[], say: LedgerWords): string => {
	const head = [
		'#',
		say('column.machine'),
		say('column.place'),
		say('column.decision'),
		say('column.header'),
	];
	const rows = aligned([head, ...legs.flatMap(({ hops }) => hops.map((hop) => rowOf(hop, say)))]);
	let next = 1;
	const told = legs.flatMap(({ what, source, destination, hops }) => {
		const own = rows.slice(next, next + hops.length);
		next += hops.length;
		return ['', `${what}  ${source} → ${destination}`, ...own];
	});
	return [command, '', rows[0] ?? '', ...told, ''].join('\n');
};
