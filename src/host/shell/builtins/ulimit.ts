/** ulimit (bash(1) "SHELL BUILTIN COMMANDS"; busybox: shell/shell_common.c). */
import { isCapable } from '../../kernel/access.ts';
import { resourceLimits, type ResourceLimit } from '../../kernel/resourceLimits.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import type { Shell } from '../shell.ts';

interface Kind {
	readonly limit: string;
	readonly unit: number;
	readonly words: string;
	readonly units: string;
}
const kind = (limit: string, unit: number, words: string, units = ''): Kind => ({
	limit,
	unit,
	words,
	units,
});

const kinds: Readonly<Record<string, Kind>> = {
	c: kind('core', 512, 'core file size', 'blocks'),
	d: kind('data', 1024, 'data seg size', 'kbytes'),
	e: kind('nice', 1, 'scheduling priority'),
	f: kind('fsize', 512, 'file size', 'blocks'),
	i: kind('sigpending', 1, 'pending signals'),
	l: kind('memlock', 1024, 'max locked memory', 'kbytes'),
	m: kind('rss', 1024, 'max memory size', 'kbytes'),
	n: kind('nofile', 1, 'open files'),
	q: kind('msgqueue', 1, 'POSIX message queues', 'bytes'),
	r: kind('rtprio', 1, 'real-time priority'),
	s: kind('stack', 1024, 'stack size', 'kbytes'),
	t: kind('cpu', 1, 'cpu time', 'seconds'),
	u: kind('nproc', 1, 'max user processes'),
	v: kind('as', 1024, 'virtual memory', 'kbytes'),
	x: kind('locks', 1, 'file locks'),
};

const number = (value: number, { unit }: Kind) =>
	value === Infinity ? 'unlimited' : String(Math.floor(value / unit));

/** Blocks are of 1024 bytes for bash, where POSIX mode does not say otherwise. */
const scaled = (each: Kind, shell: Shell): Kind =>
	shell.isBash && each.unit === 512 ? { ...each, unit: 1024 } : each;

function line(letter: string, each: Kind, value: number, shell: Shell): string {
	if (!shell.isBash) {
		const unit = each.units === 'kbytes' ? 'kb' : each.units;
		return `${`${each.words}${unit && ` (${unit})`}`.padEnd(31)} (-${letter}) ${number(value, each)}\n`;
	}
	const tail = `(${each.units && `${each.units}, `}-${letter})`;
	return `${each.words.padEnd(40 - tail.length)}${tail} ${number(value, each)}\n`;
}

/** What a word asks for, in the limit's own unit; undefined for what is no number. */
function wished(text: string, { unit }: Kind, [soft, hard]: ResourceLimit): number | undefined {
	if (text === 'unlimited') return Infinity;
	if (text === 'hard') return hard;
	if (text === 'soft') return soft;
	return /^\d+$/.test(text) ? Number(text) * unit : undefined;
}

function change(shell: Shell, call: Call, each: Kind, text: string, letters: string): number {
	const { host, process } = shell;
	const old = resourceLimits(host.state, process.task)[each.limit]!;
	const value = wished(text, each, old);
	if (value === undefined) return call.fail(shell.isBash ? `${text}: invalid number` : `bad number`);
	const setsSoft = letters.includes('S') || !letters.includes('H');
	const setsHard = letters.includes('H') || !letters.includes('S');
	const [soft, hard] = [setsSoft ? value : old[0], setsHard ? value : old[1]];
	if (hard > old[1] && !isCapable(host.state, call.pid, 'SYS_RESOURCE')) {
		const refusal = shell.isBash ? `${each.words}: cannot modify limit` : 'error setting limit';
		return call.fail(`${refusal}: Operation not permitted`);
	}
	if (soft > hard)
		return call.fail(
			`${shell.isBash ? `${each.words}: cannot modify limit` : 'error setting limit'}: Invalid argument`,
		);
	const limits = { ...process.task.limits, [each.limit]: [soft, hard] as const };
	host.emit({ kind: 'task.change', pid: process.pid, why: 'limits', set: { limits } });
	return 0;
}

export function* ulimit(shell: Shell, call: Call): Running<number> {
	const letters = call.args
		.filter((each) => each.startsWith('-'))
		.join('')
		.replace(/-/g, '');
	const [value] = call.args.filter((each) => !each.startsWith('-'));
	const asked = [...letters.replace(/[SHa]/g, '')];
	const strange = asked.find((letter) => !kinds[letter]);
	if (strange) {
		call.fail(`${shell.isBash ? `-${strange}: invalid option` : `invalid option -- '${strange}'`}`, 2);
		if (shell.isBash) call.err('ulimit: usage: ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]\n');
		return 2;
	}
	const limits = resourceLimits(shell.host.state, shell.process.task);
	const side = letters.includes('H') ? 1 : 0;
	const of = (letter: string) => scaled(kinds[letter]!, shell);
	if (letters.includes('a')) {
		for (const letter of Object.keys(kinds))
			call.out(line(letter, of(letter), limits[of(letter).limit]![side], shell));
		return 0;
	}
	if (!asked.length) asked.push('f');
	if (value !== undefined) return change(shell, call, of(asked.at(-1)!), value, letters);
	for (const letter of asked) {
		const each = of(letter);
		const current = limits[each.limit]![side];
		call.out(asked.length > 1 ? line(letter, each, current, shell) : `${number(current, each)}\n`);
	}
	return 0;
}
