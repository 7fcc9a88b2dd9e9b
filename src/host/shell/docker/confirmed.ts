/** 20.10 tells of nothing reclaimed after a no, too, but for networks and the whole system. `Are you sure you want to continue? [y/N]`, unless -f was given (docker/cli: cli/command/utils.go PromptForConfirmation). */
import type { Running } from '../../process.ts';
import type { Client } from './client.ts';

export function* confirmed(client: Client, warning: string, tellsNothing = true): Running<boolean> {
	if (client.flags.isOn('force')) return true;
	client.process.write(`${warning}\nAre you sure you want to continue? [y/N] `);
	const answer = (yield* client.process.read()).split('\n')[0]!.trim().toLowerCase();
	const isYes = answer === 'y' || answer === 'yes';
	if (!isYes && tellsNothing && !client.is26) client.process.write('Total reclaimed space: 0B\n');
	return isYes;
}
