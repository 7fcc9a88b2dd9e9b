/** docker export: the merged tree as an archive (docker/cli: cli/command/container/export.go). */
import { announceContainer } from '../../../engine/announce.ts';
import { containerFound } from '../../../engine/containerFound.ts';
import { treeOfContainer } from '../../../engine/layerTrees.ts';
import type { Running } from '../../../process.ts';
import { archiveText } from '../../archive.ts';
import type { Client } from '../client.ts';
import { delivered } from '../delivered.ts';

export function* exportVerb(client: Client): Running<number> {
	const { host } = client;
	const output = client.flags.text('output');
	if (!output && client.process.streams.get(1)?.isTerminal)
		client.fail('cowardly refusing to save to a terminal. Use the -o flag or redirect');
	const container = containerFound(host.state, client.args[0]!);
	announceContainer(host, container, 'export');
	return delivered(client, archiveText(treeOfContainer(host.state, container)));
}
