import type { HostState } from '#host/state.ts';

const NAMED = /^task:(\D.*)$/;

/** A note names a container's main process after it (`task:web`); the picture keys every task by its PID. */
export function taskKey(state: HostState, key: string): string {
	const name = NAMED.exec(key)?.[1];
	const [container] = name ? state.engine.containers.filter((each) => each.name === name) : [];
	const pid = container?.state.pid ?? 0;
	return pid === 0 ? key : `task:${pid}`;
}
