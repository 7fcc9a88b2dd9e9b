/** All cores as one bar, and who has how much of it now. */
import type { CpuUse } from '#host/kernel/cpuSharing.ts';
import type { Mark, Marks, Part } from '#stage/mark.ts';
import type { Say } from '../scene.ts';
import { coresText } from './amounts.ts';
import { titleOf } from './gauges.ts';
import { toneOf, type Column } from './columns.ts';
import { CORES, SIDE } from './places.ts';
import { coresIn, type Use } from './uses.ts';

export const coreBar = (
	all: ReadonlyMap<number, CpuUse>,
	uses: readonly (readonly [Column, Use])[],
	cores: number,
	say: Say,
): Marks => {
	const got = coresIn([...all.values()], 'got');
	const wish = coresIn([...all.values()], 'wish');
	const shown = uses.filter(([, use]) => use.got > 0.005);
	const rest = got - shown.reduce((part, [, use]) => part + use.got, 0);
	const isFull = got > cores - 0.005;
	const key = got < 0.005 ? 'idle' : isFull && wish > got + 0.005 ? 'contended' : 'free';
	const parts: Part[] = shown.map(([column, use]) => ({
		key: column.name,
		value: use.got,
		tone: toneOf(column),
		text: `${titleOf(column)} ${coresText(use.got)}`,
	}));
	if (rest > 0.005) parts.push({ key: 'host', value: rest, tone: 'ink', text: say('host') });
	return [
		{
			kind: 'label',
			key: 'cores',
			x: SIDE.x,
			y: CORES.y + CORES.height / 2 + 5,
			text: say('cores', { count: cores }),
			size: 16,
			weight: 700,
		},
		{
			kind: 'meter',
			key: 'cpu',
			...CORES,
			of: cores,
			parts,
			label: say('cores.label', { used: coresText(got), count: cores }),
		},
		...Array.from({ length: Math.min(cores, 16) - 1 }, (_, i): Mark => {
			const x = CORES.x + (CORES.width * (i + 1)) / cores;
			return {
				kind: 'wire',
				key: `core:${i + 1}`,
				x: 0,
				y: 0,
				points: [
					{ x, y: CORES.y - 5 },
					{ x, y: CORES.y + CORES.height + 5 },
				],
				tone: 'muted',
				thickness: 1.4,
				layer: 5,
			};
		}),
		{
			kind: 'label',
			key: 'contention',
			x: CORES.x + CORES.width,
			y: 28,
			anchor: 'end',
			text: say(`share.${key}`),
			size: 14,
			tone: 'muted',
		},
	];
};
