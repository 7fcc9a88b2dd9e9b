/** What each uses above, and below the tree in which it is limited: what gets through is what the narrowest place lets. */
import { cpuUses } from '#host/kernel/cpuSharing.ts';
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import type { Marks } from '#stage/mark.ts';
import { unplaced } from '../containers.ts';
import type { Say, Scene } from '../scene.ts';
import { acting } from './acting.ts';
import { asks } from './asking.ts';
import { channelMarks } from './channels.ts';
import { columnsOf } from './columns.ts';
import { coreBar } from './coreBar.ts';
import { diskFile, diskMarks, diskThroat } from './diskThroat.ts';
import { gaugeMarks } from './gauges.ts';
import { legendMarks } from './legend.ts';
import { pagesMarks } from './pagesFace.ts';
import { ALL, GAUGE, LEVEL, NAME, SIDE, SIZE } from './places.ts';
import { scopeMarks } from './scope.ts';
import { timeMarks } from './timeFace.ts';
import { trunkMarks } from './trunk.ts';
import { memoryScale, useOf, type Use } from './uses.ts';

const counted = (state: HostState, more: number, say: Say): Marks => {
	const containers = unplaced(state).length;
	if (!containers && !more) return [];
	const text = containers ? say('more', { count: containers }) : say('groups.more', { count: more });
	return [
		{
			kind: 'label',
			key: 'container:more',
			x: SIDE.x,
			y: NAME.y + 19,
			text,
			size: 14,
			weight: 700,
			tone: 'muted',
		},
	];
};

const nobody = (say: Say): Marks => [
	{
		kind: 'label',
		key: 'none',
		x: ALL.x,
		y: GAUGE.y + 40,
		width: 720,
		wrap: true,
		text: say('none'),
		size: 16,
		tone: 'muted',
	},
];

const usual = (state: HostState, say: Say): Marks => {
	const all = cpuUses(state);
	const { columns, more } = columnsOf(state);
	const found = columns.map((column) => [column, useOf(state, all, column)] as const);
	const inUse = found.flatMap(([column, use]) => (use ? [[column, use] as const] : []));
	const scale = {
		cores: profiles[state.profile].cpus,
		memory: memoryScale(
			state,
			inUse.map(([, use]) => use),
		),
	};
	const gauges = found.flatMap(([column, use]) => gaugeMarks(state, column, use, scale.memory, say));
	const throats = columns.flatMap(({ path }) => (path === undefined ? [] : (diskThroat(state, path) ?? [])));
	return [
		{
			kind: 'waterline',
			key: 'waterline',
			x: 0,
			y: LEVEL,
			width: SIZE.width,
			height: SIZE.height - LEVEL,
			above: say('above'),
			below: say('below'),
		},
		...coreBar(all, inUse as readonly (readonly [(typeof columns)[number], Use])[], scale.cores, say),
		...counted(state, more, say),
		...(columns.length
			? legendMarks(
					state,
					scale,
					{
						hasPeriods: gauges.some(({ key }) => key.startsWith('periods:')),
						disk: throats[0] && diskFile(state, throats[0]),
					},
					say,
				)
			: nobody(say)),
		...gauges,
		...trunkMarks(state, new Set(inUse.map(([{ slot }]) => slot)), say),
		...inUse.flatMap(([column, use]) => channelMarks(state, column, use)),
		...columns.flatMap((column) => [...scopeMarks(state, column, say), ...diskMarks(state, column, say)]),
	];
};

export const cgroups: Scene = {
	name: 'cgroups',
	size: SIZE,
	faces: ['time', 'pages'],
	layout: (state, { say, face }) =>
		face === 'time' ? timeMarks(state, say) : face === 'pages' ? pagesMarks(state, say) : usual(state, say),
	acting,
	asks,
};
