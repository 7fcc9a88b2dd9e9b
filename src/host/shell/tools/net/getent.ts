/** getent(1) of the C library: what a name resolves to. */
import { lookedUp } from '../../../kernel/resolving.ts';
import type { Running } from '../../../process.ts';
import type { Call } from '../../call.ts';

const NOT_FOUND = 2;
export function* getent(call: Call): Running<number> {
	const [database = '', ...names] = call.args;
	if (database !== 'hosts' && database !== 'ahosts' && database !== 'ahostsv4')
		return call.stop(`${database}: real, but not simulated here`, 1);
	let status = 0;
	for (const name of names) {
		const found = yield* lookedUp(call.process, name);
		const addresses = found === 'no-answer' ? [] : found;
		if (!addresses.length) status = NOT_FOUND;
		for (const address of addresses)
			if (database === 'hosts') call.out(`${address.padEnd(15)} ${name}\n`);
			else
				for (const [i, kind] of ['STREAM', 'DGRAM', 'RAW'].entries())
					call.out(`${address.padEnd(15)} ${kind.padEnd(6)} ${i ? '' : name}\n`);
	}
	return status;
}
