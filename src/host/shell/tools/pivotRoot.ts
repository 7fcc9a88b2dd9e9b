/** pivot_root (util-linux, busybox): another root for everybody in the mount namespace who stands on the old one (pivot_root(8)). */
import { pivotRoot } from '../../kernel/mounting.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { optionsOf } from './options.ts';

export function* pivot_root(call: Call): Running<number> {
	const [root, old, ...more] = optionsOf(call, '').rest;
	if (root === undefined || old === undefined || more.length) return call.misused('bad usage');
	try {
		pivotRoot(call.host, call.pid, root, old);
		return 0;
	} catch (error) {
		return call.failed(error, call.isBusybox ? '' : `failed to change root from \`${root}' to \`${old}'`, 1);
	}
}
