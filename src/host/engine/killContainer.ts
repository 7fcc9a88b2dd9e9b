/** docker kill (moby: daemon/kill.go). */
import { signalNamed } from '../kernel/signal.ts';
import type { Host } from '../host.ts';
import type { Running } from '../process.ts';
import { containerFound } from './containerFound.ts';
import { EngineError, isEngineError } from './error.ts';
import { sendSignal, untilStopped } from './kill.ts';

/** `docker kill [-s SIGNAL]`; without a signal, and with KILL, it waits for the end. */
export function* killContainer(host: Host, name: string, asked: string): Running<void> {
	const is26 = host.profile.major >= 26;
	const wrong = signalProblem(asked, is26);
	if (wrong && !is26 && !/^\d+$/.test(asked)) throw new EngineError('invalid', wrong);
	try {
		const { id } = containerFound(host.state, name);
		if (wrong) throw new EngineError('invalid', wrong);
		const signal = signalNamed(asked || 'KILL')!;
		sendSignal(host, id, signal);
		if (signal === 'KILL') yield* untilStopped(host, id);
	} catch (error) {
		if (!isEngineError(error)) throw error;
		const prefix = `${is26 ? 'cannot' : 'Cannot'} kill container: ${name}: `;
		throw new EngineError(error.refusal, prefix + error.message);
	}
}

function signalProblem(text: string, is26: boolean): string | undefined {
	if (!text || signalNamed(text)) return undefined;
	if (/^\d+$/.test(text)) return `${is26 ? 'the' : 'The'} linux daemon does not support signal ${text}`;
	return `${is26 ? 'invalid' : 'Invalid'} signal: ${text}`;
}
