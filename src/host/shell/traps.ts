/** trap: commands that run when a signal has arrived, between two commands (POSIX.1 "trap"). */
import type { Running } from '../process.ts';
import { signalNames, signalNamed, type SignalName } from '../kernel/signal.ts';
import { runText } from './interpret.ts';
import type { Shell } from './shell.ts';

export function* runTraps(shell: Shell): Running<void> {
	const { arrived } = shell.process;
	while (arrived.length && !shell.isTrapRunning) {
		const command = shell.traps.get(arrived.shift()!);
		if (!command) continue;
		const { status } = shell;
		shell.isTrapRunning = true;
		try {
			yield* runText(shell, command);
		} finally {
			shell.isTrapRunning = false;
		}
		shell.status = status;
	}
}

/** Tells the kernel which signals have a handler now, and which are ignored. */
export const setDispositions = (shell: Shell): void => {
	const named = (wants: (command: string) => boolean) =>
		signalNames.filter((name) => wants(shell.traps.get(name) ?? '-'));
	const { pid } = shell.process;
	const handled = named((command) => command !== '-' && command !== '');
	const ignored = named((command) => command === '');
	const set: { handled: SignalName[]; ignored: SignalName[] } = { handled, ignored };
	shell.host.emit({ kind: 'task.change', pid, why: 'signals', set });
};

/** 'EXIT', '0', 'SIGTERM', '15' → the name a trap is kept under. */
export const trapName = (text: string): string | undefined =>
	text === '0' || text.toUpperCase() === 'EXIT'
		? 'EXIT'
		: ['ERR', 'DEBUG', 'RETURN'].includes(text)
			? undefined
			: signalNamed(text);
