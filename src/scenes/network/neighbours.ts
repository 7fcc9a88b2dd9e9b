/** Neighbours: which MAC has an address, and behind which port of a bridge it is. */
import type { Cell, Marks, Rect } from '#stage/mark.ts';
import type { Say } from '../scene.ts';
import type { Cast } from './cast.ts';
import { CLOSE, HEAD, LINE, SIZE } from './line.ts';
import { currentPacket } from './current.ts';
import { shortLink } from './ruleWords.ts';
import { nothing, PAD, tableHead } from './tableHead.ts';

interface Known {
	readonly address: string;
	readonly mac: string;
	readonly port: string;
	readonly isFailed: boolean;
	readonly since: number;
	readonly order: number;
}

/** Who has which address, and behind which port of a bridge that is: what all stacks on the stage have learned. */
const knownOf = (cast: Cast): readonly Known[] => {
	const ports = new Map(
		cast.net.fdb
			.filter((each) => !each.isPermanent)
			.map((each) => [each.mac, shortLink(cast.net.links.get(each.port)?.name ?? '')]),
	);
	const found = new Map<string, Known>();
	const inodes = [
		cast.host,
		...cast.guests.flatMap(({ slot, namespace, net }) =>
			slot !== undefined && net === 'own' && namespace !== undefined ? [namespace] : [],
		),
	];
	for (const inode of inodes)
		for (const { address, mac, state, since = 0 } of cast.state.nets.get(inode)?.neighbours ?? []) {
			const known = found.get(address);
			if (known && !known.isFailed) continue;
			found.set(address, {
				address,
				mac,
				port: ports.get(mac) ?? '',
				isFailed: state === 'FAILED',
				since,
				order: known?.order ?? found.size,
			});
		}
	const told = new Set([...found.values()].map((each) => each.mac));
	const rest = [...ports]
		.filter(([mac]) => !told.has(mac))
		.map(([mac, port], i) => ({ address: '', mac, port, isFailed: false, since: 0, order: found.size + i }));
	return [...found.values(), ...rest];
};

const knownMarks = ({ address, mac, port, isFailed }: Known, rect: Rect, y: number, say: Say): Marks => {
	const band = { x: rect.x, y, width: rect.width, height: LINE, size: SIZE } as const;
	const split = 264;
	const macCell: Cell = {
		text: isFailed ? say('neighbour.failed') : mac,
		x: PAD + 106,
		width: 150,
		...(isFailed && { tone: 'muted', mono: false }),
	};
	const behind: readonly Cell[] = port
		? [{ text: port, x: rect.width - PAD - 94, width: 94, align: 'end', tone: 'muted' }]
		: [];
	if (!address)
		return [
			{
				kind: 'row',
				key: `fdb:${mac}`,
				...band,
				cells: [macCell, ...behind],
				parent: 'neighbours',
				label: `${mac} ${port}`,
			},
		];
	return [
		{
			kind: 'row',
			key: `neighbour:${address}`,
			...band,
			cells: [{ text: address, x: PAD, width: 103, weight: 600 }, macCell],
			parent: 'neighbours',
			label: `${address} ${mac}`,
		},
		...(port
			? [
					{
						kind: 'row',
						key: `fdb:${mac}`,
						...band,
						x: rect.x + split,
						width: rect.width - split,
						look: 'plain',
						layer: 5,
						cells: behind.map((cell) => ({ ...cell, x: cell.x - split })),
						label: `${mac} ${port}`,
					} as const,
				]
			: []),
	];
};

export const neighbours = (cast: Cast, rect: Rect, lines: number, say: Say): Marks => {
	const all = knownOf(cast);
	const header = currentPacket(cast)?.header;
	const isMeant = (each: Known): number =>
		Number(
			header !== undefined &&
				[header.source, header.destination, header.sourceMac, header.destinationMac].some(
					(end) => end !== undefined && end !== '' && (end === each.address || end === each.mac),
				),
		);
	const shown =
		all.length <= lines
			? all
			: [...all]
					.sort((a, b) => isMeant(b) - isMeant(a) || b.since - a.since || a.order - b.order)
					.slice(0, lines)
					.sort((a, b) => a.order - b.order);
	return [
		tableHead('neighbours', rect, say('neighbours'), all.length > lines ? all.length : 0),
		...(all.length === 0 ? [nothing('neighbours:none', rect, say('neighbours.none'))] : []),
		...shown.flatMap((each, i) => knownMarks(each, rect, rect.y + HEAD + i * CLOSE, say)),
	];
};
