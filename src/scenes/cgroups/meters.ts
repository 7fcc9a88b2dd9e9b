/** Above the waterline: what each container uses of the cores, the memory and the PIDs, and where its limits are. */
import type { Container } from '#host/engine/container.ts';
import { cpuUses, type CpuUse } from '#host/kernel/cpuSharing.ts';
import { chargeOf } from '#host/kernel/control.ts';
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import type { Label, Mark, Marks, Meter, Part, Rect, State, Token, Tone, Wire } from '#stage/mark.ts';
import { hueOf, placed, unplaced } from '../containers.ts';
import { tasksOf } from '../members.ts';
import type { Say } from '../scene.ts';
import { bytesText, coresText, countText, ofText } from './amounts.ts';
import { groupOf, isContainerFrozen } from './groups.ts';
import { narrowest, narrowing } from './knobs.ts';
import { CORES, CPU, HEADS, MEMORY, meterRow, NAME, PIDS } from './places.ts';

const [memoryMax, cpuMax, pidsMax] = narrowing;

export interface Use {
	readonly container: Container;
	readonly wish: number;
	readonly got: number;
	readonly isThrottled: boolean;
	readonly memory: number;
	readonly pids: number;
	readonly isFrozen: boolean;
	readonly limits: { readonly memory: number; readonly cores: number; readonly pids: number };
	/** How often the OOM killer came. */
	readonly kills: number;
	/** How often a new task was refused. */
	readonly refusals: number;
}

const sum = (uses: readonly CpuUse[], of: 'wish' | 'got'): number =>
	uses.reduce((all, each) => all + each[of], 0);

/** undefined where the container has no group: it does not run. */
const useOf = (
	state: HostState,
	uses: ReadonlyMap<number, CpuUse>,
	container: Container,
): Use | undefined => {
	const group = groupOf(state, container);
	if (!group) return undefined;
	const counting = groupOf(state, container, group.hierarchy === 'unified' ? 'unified' : 'pids') ?? group;
	const tasks = tasksOf(state, container);
	const own = tasks.flatMap(({ pid }) => uses.get(pid) ?? []);
	const at = (kind: (typeof narrowing)[number]) => narrowest(state, group.path, kind).value;
	return {
		container,
		wish: sum(own, 'wish'),
		got: sum(own, 'got'),
		isThrottled: own.some((each) => each.isThrottled),
		memory: tasks.reduce((all, task) => all + chargeOf(task), 0),
		pids: counting.population,
		isFrozen: isContainerFrozen(state, container),
		limits: { memory: at(memoryMax), cores: at(cpuMax), pids: at(pidsMax) },
		kills: group.counts['memory.oom_kill'] ?? 0,
		refusals: counting.counts['pids.max'] ?? 0,
	};
};

/** The right end of every memory bar: the next power of two that holds all limits and uses. */
const memoryScale = (state: HostState, uses: readonly Use[]): number => {
	const most = Math.max(
		0,
		...uses.map(({ memory, limits }) => (Number.isFinite(limits.memory) ? limits.memory : memory)),
	);
	const whole = profiles[state.profile].memory;
	return most === 0 ? whole : Math.min(whole, 2 ** Math.ceil(Math.log2(most * 1.2)));
};

/** Full for what it has, outlined for what it would have if nothing held it back. */
const pieces = (use: Use, tone: Part['tone'], cores: number): readonly Part[] => {
	const held = Math.min(cores, use.wish) - use.got;
	return [
		{ key: 'got', value: use.got, tone: tone ?? 'ink' },
		...(held > 0.005
			? [
					{
						key: 'held',
						value: held,
						tone: tone ?? 'ink',
						state: use.isFrozen ? ('hatched' as const) : ('hollow' as const),
					},
				]
			: []),
	];
};

/** What it asked for beyond its limit is never given: outlined, until the kernel has made room. */
const memoryPieces = ({ memory, limits, isFrozen }: Use, tone: Tone, scale: number): readonly Part[] => {
	const got = Math.min(memory, limits.memory);
	const wanted = Math.min(scale, memory) - got;
	return [
		{ key: 'got', value: got, tone, state: isFrozen ? 'hatched' : 'solid' },
		...(wanted > 0 ? [{ key: 'wanted', value: wanted, tone, state: 'hollow' } as const] : []),
	];
};

/** Where a limit stands, across its bar. */
const tick = (key: string, place: { x: number; width: number }, row: Rect, part: number): readonly Wire[] => {
	if (!(part < 1)) return [];
	const x = place.x + place.width * part;
	const over = row.height > 20 ? 8 : 2;
	const points = [
		{ x, y: row.y - over },
		{ x, y: row.y + row.height + over },
	];
	return [{ kind: 'wire', key, x: 0, y: 0, points, tone: 'ink', thickness: 2.6, layer: 5 }];
};

const bar = (place: { x: number; width: number }, row: Rect, more: Partial<Meter>): Meter => ({
	kind: 'meter',
	key: '',
	of: 1,
	x: place.x,
	y: row.y,
	width: place.width,
	height: row.height,
	...more,
});

const amount = (key: string, place: { text: number }, row: Rect, text: string): Label => ({
	kind: 'label',
	key,
	x: place.text,
	y: row.y + row.height / 2 + 4.5,
	anchor: 'end',
	text,
	size: 12,
	mono: true,
});

const limited = (used: string, limit: number, text: (value: number) => string): string =>
	ofText(used, Number.isFinite(limit) ? text(limit) : undefined);

const chip = (
	key: string,
	row: Rect,
	right: number,
	text: string,
	tone: Token['tone'],
	title: string,
): Token => ({
	kind: 'token',
	key,
	x: right - 5,
	y: row.y + (row.height - 17) / 2,
	height: 17,
	anchor: 'end',
	text,
	size: 12,
	mono: false,
	weight: 700,
	tone: tone ?? 'ink',
	fill: 'tint',
	title,
});

interface Scale {
	readonly cores: number;
	readonly memory: number;
}

const meters = (use: Use, scale: Scale, row: Rect, say: Say): Marks => {
	const { name } = use.container;
	const tone = hueOf(use.container);
	const state: State = use.isFrozen ? 'hatched' : 'solid';
	const cpu = limited(coresText(use.got), use.limits.cores, coresText);
	const memory = limited(bytesText(Math.min(use.memory, use.limits.memory)), use.limits.memory, bytesText);
	const pids = limited(countText(use.pids), use.limits.pids, countText);
	const of = Number.isFinite(use.limits.pids) ? use.limits.pids : Math.max(use.pids, 64);
	return [
		bar(CPU, row, {
			key: `meter:${name}/cpu`,
			of: scale.cores,
			parts: pieces(use, tone, scale.cores),
			label: say('meter.cpu', { name, value: cpu }),
		}),
		...tick(`bound:${name}/cpu`, CPU, row, use.limits.cores / scale.cores),
		amount(`used:${name}/cpu`, CPU, row, cpu),
		bar(MEMORY, row, {
			key: `meter:${name}/memory`,
			of: scale.memory,
			parts: memoryPieces(use, tone, scale.memory),
			label: say('meter.memory', { name, value: memory }),
		}),
		...tick(`bound:${name}/memory`, MEMORY, row, use.limits.memory / scale.memory),
		amount(`used:${name}/memory`, MEMORY, row, memory),
		bar(PIDS, row, {
			key: `meter:${name}/pids`,
			of,
			value: use.pids,
			tone,
			state,
			label: say('meter.pids', { name, value: pids }),
		}),
		amount(`used:${name}/pids`, PIDS, row, pids),
		...(use.isThrottled
			? [chip(`throttle:${name}`, row, CPU.x + CPU.width, say('throttled'), tone, say('throttled.title'))]
			: []),
		...(use.isFrozen
			? [chip(`freeze:${name}`, row, CPU.x + CPU.width, say('frozen'), tone, say('frozen.title'))]
			: []),
		...(use.kills > 0
			? [
					chip(
						`oom:${name}`,
						row,
						MEMORY.x + MEMORY.width,
						say('oom', { count: use.kills }),
						tone,
						say('oom.title'),
					),
				]
			: []),
		...(use.refusals > 0
			? [
					chip(
						`eagain:${name}`,
						row,
						PIDS.x + PIDS.width,
						say('eagain', { count: use.refusals }),
						tone,
						say('eagain.title'),
					),
				]
			: []),
	];
};

const nameToken = (container: Container, row: Rect, use: Use | undefined): Token => ({
	kind: 'token',
	key: `container:${container.name}`,
	parent: `image:${container.imageName}`,
	x: NAME.x,
	y: row.y,
	width: NAME.width,
	height: row.height,
	look: 'tile',
	mono: false,
	weight: 700,
	size: row.height > 20 ? 15 : 12,
	text: container.name,
	tone: hueOf(container),
	state: !use ? 'hollow' : use.isFrozen ? 'hatched' : 'solid',
	label: container.name,
});

/** What is said of a container that uses nothing, because no group holds it. */
const absent = (container: Container, row: Rect, say: Say): Label => {
	const { status, exitCode, oomKilled } = container.state;
	const key = status === 'created' || status === 'exited' || status === 'restarting' ? status : 'other';
	return {
		kind: 'label',
		key: `absent:${container.name}`,
		x: CPU.x,
		y: row.y + row.height / 2 + 5,
		text: say(`absent.${key}${oomKilled && key === 'exited' ? '.oom' : ''}`, { code: exitCode, status }),
		size: 13,
		tone: 'muted',
	};
};

const heads = (scale: Scale, say: Say): Marks =>
	(
		[
			['cpu', CPU, say('head.cpu')],
			['memory', MEMORY, say('head.memory', { scale: bytesText(scale.memory) })],
			['pids', PIDS, say('head.pids')],
		] as const
	).map(([key, { x }, text]): Label => ({
		kind: 'label',
		key: `head:${key}`,
		x,
		y: HEADS,
		text,
		size: 13,
		weight: 600,
		tone: 'muted',
	}));

/** All cores as one bar, and who has how much of it now. */
const coreBar = (
	state: HostState,
	all: ReadonlyMap<number, CpuUse>,
	uses: readonly Use[],
	cores: number,
	say: Say,
): Marks => {
	const got = sum([...all.values()], 'got');
	const wish = sum([...all.values()], 'wish');
	const shown = uses.filter((use) => use.got > 0.005);
	const rest = got - shown.reduce((part, use) => part + use.got, 0);
	const isFull = got > cores - 0.005;
	const key = got < 0.005 ? 'idle' : isFull && wish > got + 0.005 ? 'contended' : 'free';
	const parts: Part[] = shown.map((use) => ({
		key: use.container.name,
		value: use.got,
		tone: hueOf(use.container),
		text: `${use.container.name} ${coresText(use.got)}`,
	}));
	if (rest > 0.005) parts.push({ key: 'host', value: rest, tone: 'ink', text: say('host') });
	return [
		{
			kind: 'label',
			key: 'cores',
			x: NAME.x,
			y: CORES.y + CORES.height / 2 + 5,
			text: say('cores', { count: cores }),
			size: 14,
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
			y: 34,
			anchor: 'end',
			text: say(`share.${key}`),
			size: 13,
			tone: 'muted',
		},
	];
};

export const meterMarks = (state: HostState, dense: boolean, say: Say): Marks => {
	const all = cpuUses(state);
	const containers = placed(state);
	const found = containers.map((container) => useOf(state, all, container));
	const uses = found.filter((use) => use !== undefined);
	const scale: Scale = { cores: profiles[state.profile].cpus, memory: memoryScale(state, uses) };
	const rest = unplaced(state).length;
	const none: Label = {
		kind: 'label',
		key: 'none',
		x: CPU.x,
		y: meterRow(0, false).y + 20,
		text: say('none'),
		size: 14,
		tone: 'muted',
	};
	return [
		...coreBar(state, all, uses, scale.cores, say),
		...(containers.length ? [] : [none]),
		...(containers.length ? heads(scale, say) : []),
		...containers.flatMap((container, i) => {
			const row = meterRow(container.slot, dense);
			const use = found[i];
			return [
				nameToken(container, row, use),
				...(use ? meters(use, scale, row, say) : [absent(container, row, say)]),
			];
		}),
		...(rest
			? [
					{
						kind: 'label',
						key: 'container:more',
						x: NAME.x,
						y: LAST,
						text: say('more', { count: rest }),
						size: 12,
						tone: 'muted',
					} as const,
				]
			: []),
	];
};

/** Below the eighth row there is no room; it is said beside the heads. */
const LAST = HEADS;
