/** `Up 3 seconds (Paused)`, `Exited (0) 5 minutes ago` (moby: container/state.go String). */
import type { Container } from '../../../engine/container.ts';
import { humanDuration } from '../go/humanUnits.ts';

export function statusText({ state }: Container, now: number): string {
	const { status, startedAt, finishedAt, exitCode, health } = state;
	const up = `Up ${humanDuration(now - startedAt)}`;
	if (status === 'paused') return `${up} (Paused)`;
	if (status === 'restarting') return `Restarting (${exitCode}) ${humanDuration(now - finishedAt)} ago`;
	if (status === 'running')
		return health ? `${up} (${health === 'starting' ? 'health: starting' : health})` : up;
	if (status === 'removing') return 'Removal In Progress';
	if (status === 'dead') return 'Dead';
	if (startedAt === 0) return 'Created';
	return finishedAt === 0 ? '' : `Exited (${exitCode}) ${humanDuration(now - finishedAt)} ago`;
}
