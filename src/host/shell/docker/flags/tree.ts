import { imageCommands } from './commands/image.ts';
import { networkCommands } from './commands/network.ts';
import { systemCommands } from './commands/system.ts';
import { everyday, type Everyday } from './everyday.ts';
import { absentCommands, type Listed } from './groups.ts';
import { commandSpecs, type ClientVersion } from './spec.ts';

/** Every command of a client. */
export interface CommandTree extends Everyday {
	readonly absent: readonly Listed[];
}

const tables = [imageCommands, networkCommands, systemCommands];

function read(version: ClientVersion): CommandTree {
	const { root, specs } = everyday(version);
	return {
		root,
		specs: [...specs, ...commandSpecs(version, tables, '')],
		absent: absentCommands(version),
	};
}

const trees = new Map<ClientVersion, CommandTree>();

export function commandTree(version: ClientVersion): CommandTree {
	const known = trees.get(version) ?? read(version);
	trees.set(version, known);
	return known;
}
