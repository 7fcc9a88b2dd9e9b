import type { Client } from '../client.ts';
import type { Running } from '../../../process.ts';
import { madeContainer } from './made.ts';

export function* createVerb(client: Client): Running<number> {
	const { id } = yield* madeContainer(client);
	client.say(id);
	return 0;
}
