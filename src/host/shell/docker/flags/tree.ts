import { containerCommands } from './commands/container.ts';
import { createFlags } from './commands/create.ts';
import { globalFlags } from './commands/global.ts';
import { imageCommands } from './commands/image.ts';
import { networkCommands } from './commands/network.ts';
import { systemCommands } from './commands/system.ts';
import type { Everyday } from './everyday.ts';
import { absentCommands, type Listed } from './groups.ts';
import { commandSpecs, type ClientVersion } from './spec.ts';

/** Every command of a client, with what --help says of it. */
export interface CommandTree extends Everyday {
	readonly absent: readonly Listed[];
}

const tables = [containerCommands, imageCommands, networkCommands, systemCommands];

const read = (version: ClientVersion): CommandTree => ({
	root: commandSpecs(version, [globalFlags], '')[0]!,
	specs: commandSpecs(version, tables, createFlags),
	absent: absentCommands(version),
});

const trees = new Map<ClientVersion, CommandTree>();

export function commandTree(version: ClientVersion): CommandTree {
	const known = trees.get(version) ?? read(version);
	trees.set(version, known);
	return known;
}
