import { containerFound } from '../../../engine/containerFound.ts';
import { pauseContainer, unpauseContainer } from '../../../engine/pause.ts';
import type { Running } from '../../../process.ts';
import { forEachArgument, type Client } from '../client.ts';

export const pauseVerb = (client: Client): Running<number> =>
	forEachArgument(client, function* (name) {
		pauseContainer(client.host, containerFound(client.host.state, name));
	});

export const unpauseVerb = (client: Client): Running<number> =>
	forEachArgument(client, function* (name) {
		unpauseContainer(client.host, containerFound(client.host.state, name));
	});
