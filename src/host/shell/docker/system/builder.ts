/** docker builder prune: the cache of BuildKit, which nothing has filled (docker/cli: cli/command/builder/prune.go). */
import { confirmed } from '../confirmed.ts';
import type { Verb } from '../client.ts';

export const pruneBuilderVerb: Verb = function* (client) {
	const what = client.flags.isOn('all') ? 'all build cache' : 'all dangling build cache';
	if (!(yield* confirmed(client, `WARNING! This will remove ${what}.`))) return 0;
	client.say('Total reclaimed space: 0B');
	return 0;
};
