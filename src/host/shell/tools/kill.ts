/** kill, killall, pkill and pgrep. */
import { isErrno } from '../../kernel/errno.ts';
import { kill as send, ownPidNamespace, taskInside } from '../../kernel/life.ts';
import { signalNamed, signalNames, signalNumber, signalOf, type SignalName } from '../../kernel/signal.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';

const isInBash = (call: Call) => call.title.startsWith('bash');

/** After a signal to itself a program may be gone. */
export function* goneIfKilled(call: Call): Running<void> {
	if (!call.process.body) yield { keys: [] };
}

const listed = (call: Call, words: readonly string[]): number => {
	for (const word of words) {
		const number = Number(word) > 128 ? Number(word) - 128 : Number(word);
		const name = /^\d+$/.test(word) ? signalOf(number) : signalNamed(word);
		if (!name)
			return call.fail(
				isInBash(call) ? `${word}: invalid signal specification` : `unknown signal name ${word}`,
			);
		call.out(`${/^\d+$/.test(word) ? name : signalNumber(name)}\n`);
	}
	if (words.length) return 0;
	const cells = signalNames.map((name) => `${String(signalNumber(name)).padStart(2)}) SIG${name}`);
	if (isInBash(call))
		for (let i = 0; i < cells.length; i += 5) call.out(`${cells.slice(i, i + 5).join('\t')}\n`);
	else
		call.out(
			call.isBusybox
				? signalNames.map((name) => `${String(signalNumber(name)).padStart(2)}) ${name}\n`).join('')
				: `${signalNames.join(' ')}\n`,
		);
	return 0;
};

const refused = (call: Call, word: string, message: string): number => {
	if (isInBash(call)) return call.fail(`(${word}) - ${message}`);
	if (call.isBusybox) return call.fail(`can't kill pid ${word}: ${message}`);
	return call.fail(call.title === call.name ? `(${word}): ${message}` : message);
};

const sendTo = (call: Call, word: string, signal: SignalName | undefined): number => {
	const own = ownPidNamespace(call.process.task);
	const task = taskInside(call.state, own, Number(word));
	if (!task) return refused(call, word, 'No such process');
	try {
		if (signal) send(call.host, call.pid, task.pid, signal);
	} catch (error) {
		if (!isErrno(error)) throw error;
		return refused(call, word, error.message);
	}
	return 0;
};

/** kill -1: everybody it sees but itself and PID 1. */
const sendToAll = (call: Call, signal: SignalName | undefined): number => {
	const own = ownPidNamespace(call.process.task);
	for (const pid of [...call.host.kin.members(own)]) {
		const task = call.state.tasks.get(pid);
		const number = task?.pids.find((each) => each.namespace === own)?.pid;
		if (task && number !== undefined && number > 1 && pid !== call.pid && signal)
			send(call.host, call.pid, pid, signal);
	}
	return 0;
};

/** The signal that the first words name, and the words after it. */
const signalIn = (call: Call): { signal: SignalName | undefined; rest: readonly string[] } => {
	const [first = '', second = '', ...others] = call.args;
	const named = (text: string): SignalName | undefined =>
		text === '0'
			? undefined
			: (signalNamed(text) ??
				call.stop(
					isInBash(call)
						? `${text}: invalid signal specification`
						: call.isBusybox
							? `bad signal name '${text}'`
							: `unknown signal ${text}`,
				));
	if (first === '-s' || first === '-n' || first === '--signal')
		return { signal: named(second), rest: others };
	if (/^-[A-Za-z0-9]+$/.test(first)) return { signal: named(first.slice(1)), rest: call.args.slice(1) };
	return { signal: 'TERM', rest: call.args };
};

export function* kill(call: Call): Running<number> {
	if (call.args[0] === '-l' || call.args[0] === '-L') return listed(call, call.args.slice(1));
	const { signal, rest } = signalIn(call);
	const words = rest[0] === '--' ? rest.slice(1) : rest;
	if (!words.length)
		return call.fail(
			isInBash(call)
				? 'usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]'
				: call.isBusybox
					? 'you need to specify whom to kill'
					: 'not enough arguments',
			isInBash(call) ? 2 : 1,
		);
	let status = 0;
	for (const word of words) {
		if (word === '-1') status |= sendToAll(call, signal);
		else if (/^\d+$/.test(word) && word !== '0') status |= sendTo(call, word, signal);
		else if (/^-?\d+$/.test(word))
			status |= call.fail(`${word}: process groups are real, but not simulated here`);
		else
			status |= call.fail(
				isInBash(call)
					? `${word}: arguments must be process or job IDs`
					: call.isBusybox
						? `invalid number '${word}'`
						: `failed to parse argument: '${word}'`,
			);
	}
	yield* goneIfKilled(call);
	return status;
}
