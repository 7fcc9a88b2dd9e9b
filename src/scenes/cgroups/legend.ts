/** What the rows are, said once at the left. */
import type { HostState } from '#host/state.ts';
import type { Label, Mark, Marks } from '#stage/mark.ts';
import type { Say } from '../scene.ts';
import { bytesText, coresText } from './amounts.ts';
import { beside, fileOf, lanes } from './knobs.ts';
import { isVersion2 } from './groups.ts';
import { CPUS, GAUGE, LIMIT, PERIODS, SCOPE, SECOND, SIDE, TASKS, THROAT, USED } from './places.ts';
import type { Scale } from './gauges.ts';

const line = (key: string, y: number, text: string, more: Partial<Label> = {}): Label => ({
	kind: 'label',
	key: `legend:${key}`,
	x: SIDE.x,
	y,
	text,
	size: 14,
	tone: 'muted',
	...more,
});

/** Between the group and the trunk. */
const SIDE_NOTE = SCOPE.y + SCOPE.height + 32;

const gauges = ({ cores, memory }: Scale, say: Say): Marks =>
	lanes.flatMap(({ icon, name }, i): Mark[] => {
		const y = GAUGE.y + 14 + i * 30;
		const text = say(`head.${name}`, { cores: coresText(cores), memory: bytesText(memory) });
		return [
			{ kind: 'icon', key: `legend:sign/${name}`, icon, x: SIDE.x + 9, y: y - 5, size: 18, tone: 'muted' },
			line(name, y, text, { x: SIDE.x + 26, weight: 600 }),
		];
	});

/** v1's longest names as far as there is room; the whole one is the title. */
const shorter = (file: string): string =>
	file.replace('memory.memsw', 'memsw').replace(/^(blkio\.throttle)\..*/, '$1.*');

/** Names of files over one another, where a row has several. */
const files = (key: string, y: number, names: readonly string[]): Marks =>
	names.map((text, i) =>
		line(`${key}/${i}`, y + (i - (names.length - 1) / 2) * 16 + 4, shorter(text), {
			mono: true,
			size: 12.5,
			title: text,
		}),
	);

export const legendMarks = (
	state: HostState,
	scale: Scale,
	{ hasPeriods, disk }: { readonly hasPeriods: boolean; readonly disk: string | undefined },
	say: Say,
): Marks => {
	const named = (all: readonly { readonly v2: string; readonly v1: string }[]) =>
		all.map((knob) => fileOf(state, knob as (typeof beside)[number]));
	return [
		...gauges(scale, say),
		...(hasPeriods ? [line('periods', PERIODS.y + 13, say('head.periods'))] : []),
		line('used', USED, say('head.used')),
		line('most', LIMIT, say('head.most'), { size: 13 }),
		line('tasks', TASKS.y + TASKS.pitch + 17, say('head.tasks')),
		...files('cpus', CPUS.y + CPUS.height / 2 - (disk ? 7 : 0), ['cpuset.cpus', ...(disk ? [disk] : [])]),
		...files('beside', SECOND.y + SECOND.height / 2 - 4, named(beside)),
		...files('limits', THROAT.y + THROAT.height / 2 + 2, named(lanes)),
		line('tree', SIDE_NOTE, say(isVersion2(state) ? 'below.note' : 'below.note.v1'), {
			width: SIDE.width,
			wrap: true,
			size: 13,
		}),
	];
};
