/** md5sum, sha1sum and sha256sum. */
import type { Running } from '../../process.ts';
import type { Call, Tool } from '../call.ts';
import { inputsOf, type Complaint } from './inputs.ts';
import { md5, sha1, sha256 } from '../../hash.ts';
import { optionsOf } from './options.ts';

const complaint: Complaint = (name, message, call) =>
	call.isBusybox ? `can't open '${name}': ${message}` : `${name}: ${message}`;
/** Hashing more than this takes too long in a browser. */
const MOST = 1 << 20;

const summing = (hash: (text: string) => string): Tool =>
	function* (call: Call): Running<number> {
		const options = optionsOf(call, 'cbtw', { long: { check: 'c' } });
		if (options.has('c')) return call.fail('-c: real, but not simulated here');
		const { inputs, failures } = yield* inputsOf(call, options.rest, complaint);
		for (const { name, text } of inputs) {
			if (text.length > MOST) return call.fail(`${name}: a file of this size: real, but not simulated here`);
			call.out(`${hash(text)}  ${name}\n`);
		}
		return Number(failures > 0);
	};

export const md5sum = summing(md5);
export const sha1sum = summing(sha1);
export const sha256sum = summing(sha256);
