/** Every container as a token in its state: solid while it runs, hatched while it is frozen, hollow when it has ended. */
import type { Container } from '#host/engine/container.ts';
import type { HostState } from '#host/state.ts';
import type { Mark, Marks, Rect, State, Token } from '#stage/mark.ts';
import { fitted } from '#stage/text.ts';
import { hueOf, placed } from '../containers.ts';
import type { View } from '../scene.ts';
import { imageKeyOf } from './images.ts';
import { placeIn, stageOf } from './places.ts';

const drawnAs: Readonly<Partial<Record<Container['state']['status'], State>>> = {
	paused: 'hatched',
	restarting: 'hollow',
	exited: 'hollow',
	removing: 'hollow',
	dead: 'hollow',
};

export const stateOf = ({ state: { status } }: Container): State => drawnAs[status] ?? 'solid';

/** What its process left: the exit code, or why it could not be started. */
function leftBehind({ state: { status, exitCode, error } }: Container): string | undefined {
	if (status === 'exited' || status === 'restarting' || status === 'dead') return String(exitCode);
	return status === 'created' && error ? String(exitCode) : undefined;
}

const CODE = 34;
const SIZE = 12.5;

function tokensOf(state: HostState, container: Container, { say }: View): Marks {
	const { name, state: record } = container;
	const stage = stageOf(record.status);
	const place: Rect = placeIn(stage, container.slot);
	const code = leftBehind(container);
	const width = code === undefined ? place.width : place.width - CODE - 4;
	const isNew = record.status === 'created';
	const token: Token = {
		kind: 'token',
		key: `container:${name}`,
		x: place.x,
		y: place.y,
		width,
		height: place.height,
		text: fitted(name, width - 16, SIZE, { mono: true, weight: 600 }).text,
		size: SIZE,
		weight: 600,
		tone: hueOf(container),
		state: stateOf(container),
		...(isNew && { fill: 'tint' as const }),
		parent: stage === 'removed' ? 'state:removed' : imageKeyOf(state, container),
		label: say(`container.${record.status}`, { name, code: record.exitCode, pid: record.pid }),
	};
	if (code === undefined) return [token];
	const left: Mark = {
		kind: 'token',
		key: `exit:${name}`,
		parent: token.key,
		x: place.x + width + 4,
		y: place.y,
		width: CODE,
		height: place.height,
		text: code,
		size: SIZE,
		weight: 700,
		look: 'tile',
		tone: 'muted',
		fill: record.exitCode === 0 ? 'surface' : 'full',
		title: say(record.oomKilled ? 'exit.oom' : 'exit', { name, code }),
	};
	return [token, left];
}

export const tokens = (state: HostState, view: View): Marks =>
	placed(state).flatMap((container) => tokensOf(state, container, view));
