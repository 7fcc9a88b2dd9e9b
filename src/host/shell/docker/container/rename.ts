import { containerFound } from '../../../engine/containerFound.ts';
import { renameContainer } from '../../../engine/rename.ts';
import type { Running } from '../../../process.ts';
import { fromDaemon, refused, type Client } from '../client.ts';

export function* renameVerb(client: Client): Running<number> {
	const [from = '', to = ''] = client.args.map((each) => each.trim());
	if (!from || !to) client.fail('Error: Neither old nor new names may be empty');
	try {
		renameContainer(client.host, containerFound(client.host.state, from), to);
		return 0;
	} catch (error) {
		client.complain(fromDaemon(refused(error)));
		return client.fail(`Error: failed to rename container named ${from}`);
	}
}
