/** docker rm; -f on what is not there tells so and is content (docker/cli: cli/command/container/rm.go). */
import { containerFound } from '../../../engine/containerFound.ts';
import { isEngineError } from '../../../engine/error.ts';
import { removeContainer } from '../../../engine/remove.ts';
import type { Running } from '../../../process.ts';
import { refusalText, type Client } from '../client.ts';
import { inParallel } from './inParallel.ts';

export function rmVerb(client: Client): Running<number> {
	const { flags, host } = client;
	const force = flags.isOn('force');
	const options = { force, volumes: flags.isOn('volumes') };
	return inParallel(
		client,
		(name) => removeContainer(host, containerFound(host.state, name.replace(/^\/+/, '')).id, options),
		refusalText('container'),
		(error) => (force && isEngineError(error, 'not found') ? 0 : 1),
	);
}
