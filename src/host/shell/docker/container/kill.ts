import { killContainer } from '../../../engine/killContainer.ts';
import type { Running } from '../../../process.ts';
import type { Client } from '../client.ts';
import { inParallel } from './inParallel.ts';

export const killVerb = (client: Client): Running<number> =>
	inParallel(client, (name) =>
		killContainer(client.host, name, client.flags.isSet('signal') ? client.flags.text('signal') : ''),
	);
