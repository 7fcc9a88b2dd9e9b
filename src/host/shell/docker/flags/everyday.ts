import { containerOptions, createOptions, rootOptions } from './commands/everyday.ts';
import { commandSpecs, type ClientVersion, type CommandSpec } from './spec.ts';

/** What reading most command lines needs: docker's own options, and the commands of containers. */
export interface Everyday {
	readonly root: CommandSpec;
	readonly specs: readonly CommandSpec[];
}

const known = new Map<ClientVersion, Everyday>();

const read = (version: ClientVersion): Everyday => ({
	root: commandSpecs(version, [rootOptions], '')[0]!,
	specs: commandSpecs(version, [containerOptions], createOptions),
});

export function everyday(version: ClientVersion): Everyday {
	const found = known.get(version) ?? read(version);
	known.set(version, found);
	return found;
}
