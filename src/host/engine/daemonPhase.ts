/** Whether dockerd is about to end: what dies then is not started again (moby: daemon.IsShuttingDown). */
import type { Host } from '../host.ts';

const ending = new WeakSet<Host>();

export const isShuttingDown = (host: Host): boolean => ending.has(host);
export function setShuttingDown(host: Host, isEnding: boolean): void {
	if (isEnding) ending.add(host);
	else ending.delete(host);
}
