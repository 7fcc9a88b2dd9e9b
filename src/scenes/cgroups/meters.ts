/** Above the waterline: what each container uses of the cores, the memory and the PIDs, and where its limits are. */
import type { Container } from '#host/engine/container.ts';
import { cpuUses } from '#host/kernel/cpuSharing.ts';
import { profiles } from '#host/profile.ts';
import type { HostState } from '#host/state.ts';
import type { Label, Marks, Rect, Token } from '#stage/mark.ts';
import { hueOf, placed, unplaced } from '../containers.ts';
import type { Say } from '../scene.ts';
import { bytesText } from './amounts.ts';
import { bars, type Scale } from './bars.ts';
import { coreBar } from './coreBar.ts';
import { CPU, HEADS, MEMORY, meterRow, NAME, PIDS } from './places.ts';
import { memoryScale, useOf, type Use } from './uses.ts';

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
		...coreBar(all, uses, scale.cores, say),
		...(containers.length ? [] : [none]),
		...(containers.length ? heads(scale, say) : []),
		...containers.flatMap((container, i) => {
			const row = meterRow(container.slot, dense);
			const use = found[i];
			return [
				nameToken(container, row, use),
				...(use ? bars(use, scale, row, say) : [absent(container, row, say)]),
			];
		}),
		...(rest
			? [
					{
						kind: 'label',
						key: 'container:more',
						x: NAME.x,
						y: HEADS,
						text: say('more', { count: rest }),
						size: 12,
						tone: 'muted',
					} as const,
				]
			: []),
	];
};
