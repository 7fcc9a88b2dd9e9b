/** A tool that does one thing to each of its operands. */
import { listing, status } from '../../kernel/files.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';

/** Does it for each path; what fails is told in the tool's words, and the status is 1. */
export function* forEach(
	call: Call,
	paths: readonly string[],
	act: (path: string) => void,
	gnu: (path: string) => string,
	busybox: (path: string) => string,
): Running<number> {
	if (!paths.length) return call.misused('missing operand');
	let failed = 0;
	for (const path of paths)
		try {
			act(path);
		} catch (error) {
			failed = call.failed(error, call.isBusybox ? busybox(path) : gnu(path));
		}
	return failed;
}

/** The path and everything below it. */
export const below = (call: Call, path: string): string[] => {
	if (status(call.state, call.pid, path, { follow: false }).kind !== 'dir') return [path];
	return [
		path,
		...listing(call.state, call.pid, path).flatMap((name) =>
			below(call, `${path.replace(/\/$/, '')}/${name}`),
		),
	];
};
