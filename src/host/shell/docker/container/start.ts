/** docker start (docker/cli: cli/command/container/start.go). */
import { containerFound } from '../../../engine/containerFound.ts';
import { isEngineError } from '../../../engine/error.ts';
import { startContainer } from '../../../engine/start.ts';
import { isRunning } from '../../../engine/status.ts';
import type { Running } from '../../../process.ts';
import { fromDaemon, refused, refusalText, type Client } from '../client.ts';
import { checkTerminal, joinInput, joinOutput, untilEnded } from './attached.ts';

export function* startVerb(client: Client): Running<number> {
	const { flags, args } = client;
	if (flags.isOn('attach') || flags.isOn('interactive')) return yield* startAttached(client);
	const failed: string[] = [];
	for (const name of args)
		try {
			yield* started(client, name);
			client.say(name);
		} catch (error) {
			client.complain(fromDaemon(refused(error)));
			failed.push(name);
		}
	if (failed.length) client.complain(`Error: failed to start containers: ${failed.join(', ')}`);
	return failed.length ? 1 : 0;
}

/** Starting what runs is no error. */
function* started(client: Client, name: string): Running<void> {
	const { id } = containerFound(client.host.state, name);
	try {
		yield* startContainer(client.host, id);
	} catch (error) {
		if (!isEngineError(error, 'not modified')) throw error;
	}
}

function* startAttached(client: Client): Running<number> {
	const { flags, args, host } = client;
	if (args.length > 1) client.fail('you cannot start and attach multiple containers at once');
	try {
		const container = containerFound(host.state, args[0]!);
		checkTerminal(client, flags.isOn('interactive'), container.config.tty);
		const leave = flags.isOn('attach') ? joinOutput(client, container) : () => {};
		if (!isRunning(container)) yield* startContainer(host, container.id);
		if (flags.isOn('interactive') && container.config.openStdin) joinInput(client, container);
		const code = yield* untilEnded(client, container.id, flags.isOn('sig-proxy') && !container.config.tty);
		leave();
		return code;
	} catch (error) {
		client.complain(refusalText('container')(client, refused(error), args[0]!));
		return 1;
	}
}
