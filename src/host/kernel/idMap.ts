/** User and group ids as a user namespace shows them (user_namespaces(7), "User and group ID mappings"). */
import type { HostState } from '../state.ts';
import type { IdRange, Namespace } from './namespace.ts';

/** /proc/sys/kernel/overflowuid: what an id without a mapping reads as. */
const OVERFLOW = 65534;

const userNamespace = (state: HostState, pid: number): Namespace | undefined =>
	state.namespaces.get(state.tasks.get(pid)?.namespaces.user ?? 0);

const inside = (ranges: readonly IdRange[] | undefined, id: number): number => {
	const range = ranges?.find(({ outside, length }) => id >= outside && id < outside + length);
	return range ? id - range.outside + range.inside : OVERFLOW;
};
const outside = (ranges: readonly IdRange[] | undefined, id: number): number | undefined => {
	const range = ranges?.find((each) => id >= each.inside && id < each.inside + each.length);
	return range && id - range.inside + range.outside;
};

export const uidInside = (state: HostState, pid: number, uid: number): number =>
	inside(userNamespace(state, pid)?.uidMap, uid);
export const gidInside = (state: HostState, pid: number, gid: number): number =>
	inside(userNamespace(state, pid)?.gidMap, gid);
/** The id in the machine's initial user namespace; undefined where there is no mapping (EINVAL). */
export const uidOutside = (state: HostState, pid: number, uid: number): number | undefined =>
	outside(userNamespace(state, pid)?.uidMap, uid);
export const gidOutside = (state: HostState, pid: number, gid: number): number | undefined =>
	outside(userNamespace(state, pid)?.gidMap, gid);

/** Whether a task's user namespace maps the owner of a file: then its capabilities count for it. */
export const isMapped = (state: HostState, pid: number, uid: number, gid: number): boolean => {
	const namespace = userNamespace(state, pid);
	if (!namespace || namespace.isInitial) return true;
	const holds = (ranges: readonly IdRange[] | undefined, id: number) =>
		(ranges ?? []).some((range) => id >= range.outside && id < range.outside + range.length);
	return holds(namespace.uidMap, uid) && holds(namespace.gidMap, gid);
};
