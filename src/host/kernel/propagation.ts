/** What of a mount other mount namespaces see (mount_namespaces(7), "Shared subtrees"; sharedsubtree.rst). */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { mountsUpon, propagationOf, type MountNamespace, type Propagation } from './mount.ts';
import { checkMayMount, mountAt, namespaceOf } from './mountView.ts';

const related = (state: HostState, start: MountNamespace): MountNamespace[] => {
	const seen = new Map<number, MountNamespace>();
	const visit = (inode: number | undefined): void => {
		const ns = inode === undefined || seen.has(inode) ? undefined : state.mounts.get(inode);
		if (!ns) return;
		seen.set(ns.namespace, ns);
		visit(ns.origin);
		ns.copies.forEach(visit);
	};
	visit(start.namespace);
	seen.delete(start.namespace);
	return [...seen.values()];
};

/** Other namespaces where an event on mount `id` shows too: peers and slaves of a shared mount. */
export const peers = (state: HostState, ns: MountNamespace, id: number): MountNamespace[] => {
	if (kindOf(ns, id) !== 'shared') return [];
	return related(state, ns).filter((each) => kindOf(each, id) !== 'private');
};
export const kindOf = (ns: MountNamespace, id: number): Propagation => {
	const mount = ns.mounts.get(id);
	return mount ? propagationOf(ns, mount) : 'private';
};

const setPropagation =
	(propagation: Propagation) =>
	(
		host: Host,
		pid: number,
		target: string,
		{ recursive = false }: { readonly recursive?: boolean } = {},
	): void => {
		checkMayMount(host, pid);
		const { mount: at } = mountAt(host, pid, target);
		const ns = namespaceOf(host, pid);
		if (recursive && at.id === ns.root) {
			host.emit({ kind: 'mount.propagation', namespace: ns.namespace, propagation, by: pid });
			return;
		}
		for (const id of recursive ? mountsUpon(ns, at.id) : [at.id])
			if (kindOf(ns, id) !== propagation)
				host.emit({ kind: 'mount.change', namespace: ns.namespace, id, propagation });
	};
/** mount --make-private */
export const makePrivate = setPropagation('private');
export const makeSlave = setPropagation('slave');
export const makeShared = setPropagation('shared');
