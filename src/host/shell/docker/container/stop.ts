/** docker stop: several at once (docker/cli: cli/command/container/stop.go). */
import { containerFound } from '../../../engine/containerFound.ts';
import { stopContainer, type StopOptions } from '../../../engine/stop.ts';
import type { Running } from '../../../process.ts';
import type { Client } from '../client.ts';
import { inParallel } from './inParallel.ts';

export function stopOptions({ flags }: Client): StopOptions {
	return {
		...(flags.isSet('time') && { seconds: flags.number('time') }),
		...(flags.isSet('signal') && { signal: flags.text('signal') }),
	};
}

export const stopVerb = (client: Client): Running<number> =>
	inParallel(client, (name) =>
		stopContainer(client.host, containerFound(client.host.state, name).id, stopOptions(client)),
	);
