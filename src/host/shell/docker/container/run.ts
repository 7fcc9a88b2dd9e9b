/** docker run (docker/cli: cli/command/container/run.go). */
import { isEngineError } from '../../../engine/error.ts';
import { startContainer } from '../../../engine/start.ts';
import type { Running } from '../../../process.ts';
import { Exit, fromDaemon, type Client } from '../client.ts';
import { checkTerminal, joinInput, joinOutput, untilEnded } from './attached.ts';
import { madeContainer } from './made.ts';

export function* runVerb(client: Client): Running<number> {
	const { flags } = client;
	const isDetached = flags.isOn('detach');
	if (isDetached && flags.list('attach').length) client.fail('Conflicting options: -a and -d');
	if (!isDetached) checkTerminal(client, flags.isOn('interactive'), flags.isOn('tty'));
	const container = yield* madeContainer(client);
	const leave = isDetached ? undefined : joinOutput(client, container, container.config);
	try {
		yield* startContainer(client.host, container.id);
	} catch (error) {
		if (!isEngineError(error)) throw error;
		leave?.();
		if (isDetached) client.say(container.id);
		throw startFailure(client, error.message);
	}
	if (isDetached) {
		client.say(container.id);
		return 0;
	}
	if (container.config.attachStdin) joinInput(client, container);
	const code = yield* untilEnded(client, container.id, flags.isOn('sig-proxy') && !container.config.tty);
	leave?.();
	return code;
}

/** 127: no such program; 126: it can't be run; else 125 (runStartContainerErr). */
function startFailure(client: Client, text: string): Exit {
	client.complain(`docker: ${fromDaemon(new Error(text)).replace(/\.$/, '')}.`);
	if (/executable file not found|no such file or directory/.test(text)) return new Exit(127);
	return new Exit(/permission denied|is a directory/.test(text) ? 126 : 125);
}
