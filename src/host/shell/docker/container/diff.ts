import { containerFound } from '../../../engine/containerFound.ts';
import { diff } from '../../../engine/layerDiff.ts';
import type { Running } from '../../../process.ts';
import type { Client } from '../client.ts';

export function* diffVerb(client: Client): Running<number> {
	const { state } = client.host;
	for (const { kind, path } of diff(state, containerFound(state, client.args[0]!)))
		client.say(`${kind} ${path}`);
	return 0;
}
