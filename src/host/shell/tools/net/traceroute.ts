/** traceroute of busybox: UDP probes whose TTL grows (networking/traceroute.c). */
import { probe } from '../../../kernel/echoing.ts';
import { isErrno } from '../../../kernel/errno.ts';
import { resolve } from '../../../kernel/resolving.ts';
import type { Running } from '../../../process.ts';
import type { Call } from '../../call.ts';
import { optionsOf } from '../options.ts';

const FIRST_PORT = 33434;
const BYTES = 46;
const marks: Readonly<Record<string, string>> = {
	'host-unreachable': ' !H',
	'net-unreachable': ' !N',
	'admin-prohibited': ' !X',
};
const milliseconds = (ttl: number, i: number): string => (0.02 + ttl * 0.03 + i * 0.004).toFixed(3);

export function* traceroute(call: Call): Running<number> {
	const options = optionsOf(call, 'nm:w:q:f:p:s:lIFdvri:t:g:z:');
	const [target, size] = options.rest;
	if (target === undefined) return call.stop('missing host', 1);
	const [address] = yield* resolve(call.process, target);
	if (address === undefined) return call.fail(`bad address '${target}'`);
	const [most, probes, wait] = (
		[
			['m', 30],
			['q', 3],
			['w', 5],
		] as const
	).map(([letter, usual]) => Number(options.value(letter) ?? usual)) as [number, number, number];
	const isNumeric = options.has('n');
	call.out(`traceroute to ${target} (${address}), ${most} hops max, ${size ?? BYTES} byte packets\n`);
	let port = Number(options.value('p') ?? FIRST_PORT);
	for (let ttl = Number(options.value('f') ?? 1); ttl <= most; ttl++) {
		call.out(`${String(ttl).padStart(2)} `);
		let last = '';
		let isEnd = false;
		for (let i = 0; i < probes; i++) {
			const found = sent(call, address, ++port, ttl);
			if (!found) {
				yield { keys: [], seconds: wait };
				call.out(' *');
				continue;
			}
			if (found.from !== last) call.out(isNumeric ? ` ${found.from}` : ` ${found.from} (${found.from})`);
			last = found.from;
			call.out(`  ${milliseconds(ttl, i)} ms${marks[found.flags] ?? ''}`);
			isEnd ||= found.isEnd;
		}
		call.out('\n');
		if (isEnd) return 0;
	}
	return 0;
}
const sent = (call: Call, address: string, port: number, ttl: number): ReturnType<typeof probe> => {
	try {
		return probe(call.host, call.pid, address, port, ttl);
	} catch (error) {
		if (!isErrno(error)) throw error;
		return call.stop(`sendto: ${error.message}`);
	}
};
