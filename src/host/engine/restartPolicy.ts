/** Whether a container that ended is started again, and after how long (moby: restartmanager/restartmanager.go). */
import type { Host } from '../host.ts';
import type { Container } from './container.ts';

const FIRST_WAIT = 0.1;
const LONGEST_WAIT = 60;
/** Who ran this long begins to count anew. */
const LONG_ENOUGH = 10;

const waits = new WeakMap<Host, Map<string, number>>();
const waitsOf = (host: Host): Map<string, number> => {
	const known = waits.get(host) ?? new Map<string, number>();
	waits.set(host, known);
	return known;
};

export const forgetBackOff = (host: Host, id: string): void => {
	waitsOf(host).delete(id);
};

/** Seconds until the next attempt: 0.1, then twice as long each time, one minute at most. */
export function nextWait(host: Host, id: string, ranFor: number): number {
	const before = ranFor >= LONG_ENOUGH ? 0 : (waitsOf(host).get(id) ?? 0);
	const wait = before === 0 ? FIRST_WAIT : Math.min(before * 2, LONGEST_WAIT);
	waitsOf(host).set(id, wait);
	return wait;
}

/** A stop or kill by hand cancels every policy; at the daemon's start `isStoppedByHand` holds back all but `always`. */
export function isRestarted(container: Container, exitCode: number): boolean {
	const { name, maximumRetryCount } = container.hostConfig.restartPolicy;
	if (name === 'always') return true;
	if (name === 'unless-stopped') return !container.isStoppedByHand;
	const hasTriesLeft = maximumRetryCount === 0 || container.restartCount < maximumRetryCount;
	return name === 'on-failure' && exitCode !== 0 && hasTriesLeft;
}
