import { containerCommands } from './commands/container.ts';
import { createFlags } from './commands/create.ts';
import { globalFlags } from './commands/global.ts';
import { commandSpecs, type ClientVersion, type CommandSpec } from './spec.ts';

/** What every command line needs: docker's own options, and the commands of containers. */
export interface Everyday {
	readonly root: CommandSpec;
	readonly specs: readonly CommandSpec[];
}

const known = new Map<ClientVersion, Everyday>();

const read = (version: ClientVersion): Everyday => ({
	root: commandSpecs(version, [globalFlags], '')[0]!,
	specs: commandSpecs(version, [containerCommands], createFlags),
});

export function everyday(version: ClientVersion): Everyday {
	const found = known.get(version) ?? read(version);
	known.set(version, found);
	return found;
}
