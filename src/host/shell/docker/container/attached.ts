/** A client at a container's streams, until the container has ended (docker/cli: cli/command/container/{run,start,attach,hijack}.go). */
import { attach, feed } from '../../../engine/containerIo.ts';
import { announceContainer } from '../../../engine/announce.ts';
import { containerKey } from '../../../engine/change.ts';
import type { Container } from '../../../engine/container.ts';
import { sendSignal } from '../../../engine/kill.ts';
import { isRunning } from '../../../engine/status.ts';
import { isEngineError } from '../../../engine/error.ts';
import type { SignalName } from '../../../kernel/signal.ts';
import type { Running } from '../../../process.ts';
import type { Client } from '../client.ts';

/** Joins the client's standard output and error to the container's; answers how to leave. */
export function joinOutput(
	client: Client,
	{ id, config }: Container,
	{ attachStdout, attachStderr } = { attachStdout: true, attachStderr: true },
): () => void {
	const { streams } = client.process;
	const stdout = streams.get(1);
	const stderr = config.tty ? stdout : streams.get(2);
	announceContainer(client.host, client.host.state.engine.containers.get(id)!, 'attach');
	return attach(client.host, id, {
		...(attachStdout && stdout && { stdout }),
		...(attachStderr && stderr && { stderr }),
	});
}

/** The client's standard input goes in, too. */
export function joinInput(client: Client, { id }: Container): void {
	const stdin = client.process.streams.get(0);
	if (stdin) feed(client.host, id, stdin);
}

/** `the input device is not a TTY`: -t with an input that is none (hijack.go, CheckTtyInput). */
export function checkTerminal(client: Client, takesInput: boolean, wantsTerminal: boolean): void {
	if (takesInput && wantsTerminal && !client.process.streams.get(0)?.isTerminal)
		client.fail('the input device is not a TTY');
}

const forwarded: readonly SignalName[] = ['TERM', 'INT', 'HUP', 'QUIT', 'USR1', 'USR2'];

/** --sig-proxy: what the client is sent is the container's to answer. */
function catchSignals(client: Client): void {
	const { host, process } = client;
	host.emit({ kind: 'task.change', pid: process.pid, why: 'signals', set: { handled: forwarded } });
}

/**
 * Waits until the container has ended, and with `--rm` until it is gone; signals that reach the client are passed on.
 * Answers its exit code.
 */
export function* untilEnded(client: Client, id: string, isProxy: boolean): Running<number> {
	const { host, process } = client;
	if (isProxy) catchSignals(client);
	let code = 0;
	for (;;) {
		for (let signal = process.arrived.shift(); signal; signal = process.arrived.shift())
			passOn(client, id, signal);
		const container = host.state.engine.containers.get(id);
		if (container && !isRunning(container)) code = container.state.exitCode;
		if (!container || (!isRunning(container) && !container.autoRemove)) return code;
		yield { keys: [containerKey(id), `signal:${process.pid}`] };
	}
}

function passOn(client: Client, id: string, signal: SignalName): void {
	try {
		sendSignal(client.host, id, signal);
	} catch (error) {
		if (!isEngineError(error)) throw error;
	}
}
