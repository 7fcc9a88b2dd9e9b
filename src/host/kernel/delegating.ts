/** Giving a group to somebody else (cgroup-v2.rst, Delegation). */
import type { Host } from '../host.ts';
import { cgroupLine, parentPath } from './cgroup.ts';

/** systemd's Delegate=yes: every controller is passed on along the path to a unit (systemd.resource-control(5)). */
export const delegate = (host: Host, path: string): void => {
	for (const { path: each, passes } of cgroupLine(host.state, 'unified', parentPath(path) ?? '/').reverse())
		if (passes.length < host.profile.controllers.length)
			host.emit({
				kind: 'cgroup.pass',
				hierarchy: 'unified',
				path: each,
				controllers: host.profile.controllers,
			});
};
