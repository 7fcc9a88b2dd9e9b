/** The table of what exists: a row for each thing the host may hold, a column for each container there is. */
import type { Container } from '#host/engine/container.ts';
import type { HostState } from '#host/state.ts';
import type { Mark, Marks, Row } from '#stage/mark.ts';
import { hueOf, PLACES, placed, unplaced } from '../containers.ts';
import type { View } from '../scene.ts';
import { holdingNames, holdings, making, type Holding, type HoldingName } from './holdings.ts';
import { imageKeyOf } from './images.ts';
import { nextSlot } from '../unclaimed.ts';
import { WATER } from './places.ts';
import { stateOf } from './tokens.ts';

const LEFT = 24;
const NAMES = 94;
const FIRST = 330;
const WIDTH = 107;
const TOP = WATER + 88;
const PITCH = 35;
const CELL = 25;
const RIGHT = FIRST + PLACES * WIDTH - 6;

const columnAt = (slot: number): number => FIRST + slot * WIDTH;
const rowAt = (index: number): number => TOP + index * PITCH;
/** Rows of what lies on the disk; the others are the kernel's, and go when it stops. */
const ON_DISK = 2;

const where = (state: HostState): Readonly<Record<HoldingName, string>> => ({
	config: 'config.v2.json',
	layer: 'upperdir (diff)',
	mount: 'merged',
	namespaces: '/proc/PID/ns/*',
	address: 'eth0 · veth',
	cgroup: state.profile === 'docker26-cgroup2' ? 'docker-ID.scope' : '/docker/ID',
	process: '/proc/PID',
});

function rows(state: HostState, { say }: View): Marks {
	const asked = where(state);
	return holdingNames.map((name, index): Row => ({
		kind: 'row',
		key: `holds:${name}`,
		x: NAMES,
		y: rowAt(index) - 2,
		width: RIGHT - NAMES,
		height: PITCH - 1,
		look: index === ON_DISK - 1 ? 'plain' : 'line',
		size: 13,
		cells: [
			{ text: say(`holds.${name}`), x: 4, width: 104, mono: false, weight: 600 },
			{ text: asked[name], x: 110, width: 122, tone: 'muted' },
		],
		label: say(`holds.${name}.label`),
	}));
}

/** What a stop leaves, and what it takes: the disk's part and the kernel's. */
function parts({ say }: View): Marks {
	const last = holdingNames.length;
	const part = (key: string, from: number, to: number): Mark => ({
		kind: 'box',
		key: `part:${key}`,
		x: LEFT,
		y: rowAt(from),
		width: NAMES - LEFT - 8,
		height: rowAt(to) - rowAt(from) - 6,
		align: 'middle',
		size: 13,
		heading: say(`part.${key}`),
		tone: key === 'disk' ? 'sand' : 'water',
		fill: 'tint',
		radius: 10,
	});
	return [part('disk', 0, ON_DISK), part('kernel', ON_DISK, last)];
}

const cell = (name: HoldingName, slot: number): { x: number; y: number; width: number; height: number } => ({
	x: columnAt(slot),
	y: rowAt(holdingNames.indexOf(name)) + 2,
	width: WIDTH - 9,
	height: CELL,
});

/** The empty places, so that what is missing is seen to be missing. */
const gaps = (slot: number, name: string): Marks =>
	holdingNames.map((what) => ({
		kind: 'token',
		key: `gap:${what}/${name}`,
		...cell(what, slot),
		layer: 5,
		text: '',
		tone: 'faint',
		state: 'hollow',
	}));

function filled(name: HoldingName, container: Container, holding: Holding, { say }: View): Mark {
	const isFrozen = holding.isFrozen ?? (name === 'process' && container.state.status === 'paused');
	return {
		kind: 'token',
		key: `holds:${name}/${container.name}`,
		...cell(name, container.slot),
		text: holding.text,
		size: 12,
		weight: 500,
		tone: hueOf(container),
		...(isFrozen && { state: 'hatched' as const }),
		label: say('holds.cell', { what: say(`holds.${name}`), name: container.name, value: holding.text }),
		title: holding.title,
	};
}

/** The second line of a column's head: the restart policy with its count, else the image. */
function subline({ state, imageName, hostConfig, restartCount }: Container, { say }: View): string {
	const { name, maximumRetryCount } = hostConfig.restartPolicy;
	if (state.oomKilled) return say('oom');
	if (!name || name === 'no') return imageName;
	const policy = maximumRetryCount > 0 ? `${name}:${maximumRetryCount}` : name;
	return restartCount > 0 ? `${policy} ×${restartCount}` : policy;
}

function head(state: HostState, container: Container, view: View): Marks {
	const x = columnAt(container.slot);
	const centre = x + (WIDTH - 9) / 2;
	return [
		{
			kind: 'token',
			key: `column:${container.name}`,
			parent: `container:${container.name}`,
			x,
			y: WATER + 40,
			width: WIDTH - 9,
			height: 25,
			text: container.name,
			size: 12.5,
			weight: 600,
			look: 'tile',
			tone: hueOf(container),
			state: stateOf(container),
			...(container.state.status === 'created' && { fill: 'tint' as const }),
			title: `${container.name} ${imageKeyOf(state, container).slice('image:'.length)}`,
		},
		{
			kind: 'label',
			key: `policy:${container.name}`,
			x: centre,
			y: WATER + 80,
			anchor: 'middle',
			size: 12.5,
			tone: 'muted',
			width: WIDTH - 5,
			text: subline(container, view),
			...(container.restartCount > 0 && { title: view.say('restarted', { count: container.restartCount }) }),
		},
	];
}

function column(state: HostState, container: Container, view: View): Marks {
	const held = holdings(state, container);
	return [
		...head(state, container, view),
		...gaps(container.slot, container.name),
		...holdingNames.flatMap((name) => {
			const holding = held[name];
			return holding ? [filled(name, container, holding, view)] : [];
		}),
	];
}

/** A column that has no name yet: files on the disk, before the engine lists their container. */
function unnamed(state: HostState): Marks {
	const made = making(state);
	const slot = nextSlot(state);
	if (slot === undefined || !(made.layer ?? made.config)) return [];
	const files = (['config', 'layer', 'mount'] as const).flatMap((name): Mark[] => {
		const holding = made[name];
		if (!holding) return [];
		const { text, title } = holding;
		const tone = hueOf({ slot });
		return [
			{
				kind: 'token',
				key: `making:${name}`,
				...cell(name, slot),
				text,
				title,
				size: 12,
				tone,
				fill: 'tint',
			},
		];
	});
	return [...gaps(slot, ''), ...files];
}

function folded(state: HostState, { say }: View): Marks {
	const rest = unplaced(state);
	if (rest.length === 0) return [];
	const running = rest.filter((each) => each.state.status === 'running').length;
	return [
		{
			kind: 'label',
			key: 'more',
			x: RIGHT,
			y: WATER + 32,
			anchor: 'end',
			size: 13,
			tone: 'muted',
			text: say('more', { count: rest.length, running }),
		},
	];
}

export const existence = (state: HostState, view: View): Marks => [
	...parts(view),
	...rows(state, view),
	...placed(state).flatMap((container) => column(state, container, view)),
	...unnamed(state),
	...folded(state, view),
];
