import { containerFound } from '../../../engine/containerFound.ts';
import { untilStopped } from '../../../engine/kill.ts';
import type { Running } from '../../../process.ts';
import { forEachArgument, type Client } from '../client.ts';

export const waitVerb = (client: Client): Running<number> =>
	forEachArgument(client, function* (name) {
		const { id } = containerFound(client.host.state, name);
		let code = 0;
		yield* untilStopped(client.host, id);
		code = client.host.state.engine.containers.get(id)?.state.exitCode ?? code;
		return String(code);
	});
