/** How a shell ends: its EXIT trap, and the status that exit, return or an error gives it. */
import type { Running } from '../process.ts';
import { GiveUp, Leave, LoopJump, Return, type Shell } from './shell.ts';
import { runText } from './interpret.ts';

/** What `body` answers, or what made it stop half-way. */
function* caught(body: () => Running<number>): Running<number> {
	try {
		return yield* body();
	} catch (error) {
		if (error instanceof Leave || error instanceof Return || error instanceof GiveUp) return error.status;
		if (error instanceof LoopJump) return 0;
		throw error;
	}
}

/** Runs a whole shell: its body, then its EXIT trap. */
export function* ended(shell: Shell, body: () => Running<number>): Running<number> {
	let status = yield* caught(body);
	const command = shell.traps.get('EXIT');
	if (!command) return status;
	shell.traps.delete('EXIT');
	shell.status = status;
	status = yield* caught(function* () {
		yield* runText(shell, command);
		return status;
	});
	return status;
}
