/** nc of busybox: one connection, or one that comes (networking/nc.c, nc_bloaty.c). */
import { request } from '../../../kernel/connecting.ts';
import { isErrno } from '../../../kernel/errno.ts';
import { resolve } from '../../../kernel/resolving.ts';
import { closeSocket, listen } from '../../../kernel/sockets.ts';
import type { Running } from '../../../process.ts';
import type { Call } from '../../call.ts';
import { optionsOf } from '../options.ts';

/** Listens on both families where the machine has IPv6. */

interface Arrived {
	text: string | undefined;
}
/** What is on standard input now, without waiting. */
const available = (call: Call): string => call.process.streams.get(0)?.read() ?? '';

function* serve(
	call: Call,
	port: number,
	address: string,
	isUdp: boolean,
	isKept: boolean,
	seconds: number,
): Running<number> {
	const { host, pid, process } = call;
	const key = host.scheduler.freshKey('nc');
	const arrived: Arrived = { text: undefined };
	let input = '';
	const namespace = process.task.namespaces.net;
	const wanted = { protocol: isUdp ? 'udp' : 'tcp', port, address, backlog: 1 } as const;
	let id = 0;
	try {
		id = listen(host, pid, wanted, (text) => {
			input += available(call);
			arrived.text = (arrived.text ?? '') + text;
			host.scheduler.wake(key);
			if (!isKept) closeSocket(host, namespace, id);
			return input;
		}).id;
	} catch (error) {
		return call.failed(error, 'bind');
	}
	do {
		while (arrived.text === undefined) {
			const wake = yield { keys: [key], ...(seconds < Infinity && { seconds }) };
			if (wake === 'timeout') return call.fail('timed out');
		}
		call.out(arrived.text);
		arrived.text = undefined;
	} while (isKept);
	return 0;
}

function* connect(
	call: Call,
	target: string,
	port: number,
	isUdp: boolean,
	isProbe: boolean,
	seconds: number,
	sourcePort: number | undefined,
): Running<number> {
	const [address] = yield* resolve(call.process, target);
	if (address === undefined) return call.fail(`bad address '${target}'`);
	const text = isProbe ? '' : yield* call.input();
	try {
		const protocol = isUdp ? 'udp' : 'tcp';
		const wanted = { address, port, protocol, request: text, ...(sourcePort && { sourcePort }) } as const;
		const { reply } = yield* request(call.process, { ...wanted, ...(seconds < Infinity && { seconds }) });
		if (!isProbe) call.out(reply);
		return 0;
	} catch (error) {
		if (!isErrno(error)) throw error;
		if (seconds < Infinity && error.errno === 'ETIMEDOUT') return call.fail('timed out');
		return call.fail(`can't connect to remote host (${address}): ${error.message}`);
	}
}

export function* nc(call: Call): Running<number> {
	const options = optionsOf(call, 'lp:w:vnzuks:e:i:o:q:');
	if (options.has('e')) return call.stop('-e: real, but not simulated here');
	const [target, port] = options.rest;
	const seconds = Number(options.value('w') ?? Infinity);
	const isUdp = options.has('u');
	if (options.has('l')) {
		const number = Number(options.value('p') ?? port ?? target ?? 0);
		if (!Number.isInteger(number)) return call.fail('bad local port');
		return yield* serve(call, number, options.value('s') ?? '::', isUdp, options.has('k'), seconds);
	}
	if (target === undefined || port === undefined) return call.stop('missing host and port');
	const code = yield* connect(
		call,
		target,
		Number(port),
		isUdp,
		options.has('z'),
		seconds,
		Number(options.value('p') ?? 0) || undefined,
	);
	if (options.has('v') && code === 0) call.err(`${target} (${target}:${port}) open\n`);
	return code;
}
