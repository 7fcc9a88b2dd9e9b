/** Words about a container's state that the engine and its client share (moby: container/state.go). */
import type { Container, ContainerStatus } from './container.ts';

/** Has a process, or is about to have one again: running, paused, restarting. */
export const isRunning = ({ state: { status } }: Container): boolean =>
	status === 'running' || status === 'paused' || status === 'restarting';

export const isStatus = (word: string): word is ContainerStatus =>
	['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'].includes(word);

export const shortId = (id: string): string => id.replace(/^sha256:/, '').slice(0, 12);
