/** docker attach (docker/cli: cli/command/container/attach.go). */
import { containerFound } from '../../../engine/containerFound.ts';
import { isRunning } from '../../../engine/status.ts';
import type { Running } from '../../../process.ts';
import { refusalText, refused, type Client } from '../client.ts';
import { checkTerminal, joinInput, joinOutput, untilEnded } from './attached.ts';

export function* attachVerb(client: Client): Running<number> {
	const { flags } = client;
	const container = found(client);
	const { status } = container.state;
	if (!isRunning(container)) client.fail('You cannot attach to a stopped container, start it first');
	if (status === 'paused') client.fail('You cannot attach to a paused container, unpause it first');
	if (status === 'restarting')
		client.fail('You cannot attach to a restarting container, wait until it is running');
	const takesInput = !flags.isOn('no-stdin') && container.config.openStdin;
	checkTerminal(client, takesInput, container.config.tty);
	const leave = joinOutput(client, container);
	if (takesInput) joinInput(client, container);
	const code = yield* untilEnded(client, container.id, flags.isOn('sig-proxy') && !container.config.tty);
	leave();
	return code;
}

function found(client: Client) {
	try {
		return containerFound(client.host.state, client.args[0]!);
	} catch (error) {
		return client.fail(refusalText('container')(client, refused(error), client.args[0]!));
	}
}
