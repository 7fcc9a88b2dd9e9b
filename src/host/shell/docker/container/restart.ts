import { containerFound } from '../../../engine/containerFound.ts';
import { restartContainer } from '../../../engine/restart.ts';
import type { Running } from '../../../process.ts';
import { forEachArgument, type Client } from '../client.ts';
import { stopOptions } from './stop.ts';

export const restartVerb = (client: Client): Running<number> =>
	forEachArgument(client, (name) =>
		restartContainer(client.host, containerFound(client.host.state, name).id, stopOptions(client)),
	);
