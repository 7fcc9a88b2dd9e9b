/** base64 (RFC 4648). */
import { isErrno } from '../../kernel/errno.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { textOf } from './inputs.ts';
import { inBase64 } from '../../go/base64.ts';
import { optionsOf } from './options.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Undefined for what is no base64. */
const decoded = (text: string): string | undefined => {
	const plain = text.replace(/\s/g, '');
	if (!/^[A-Za-z0-9+/]*={0,2}$/.test(plain) || plain.length % 4) return undefined;
	const bits = [...plain.replace(/=/g, '')].map((letter) => letters.indexOf(letter));
	const bytes: number[] = [];
	for (let i = 0; i + 1 < bits.length; i++) {
		const [a, b] = [bits[i]!, bits[i + 1]!];
		if (i % 4 < 3) bytes.push(((a << (2 * (i % 4) + 2)) | (b >> (4 - 2 * (i % 4)))) & 255);
	}
	return new TextDecoder().decode(new Uint8Array(bytes));
};

export function* base64(call: Call): Running<number> {
	const options = optionsOf(call, 'dDw:i', { long: { decode: 'd', wrap: 'w', 'ignore-garbage': 'i' } });
	const [path = '-'] = options.rest;
	let text: string;
	try {
		text = yield* textOf(call, path);
	} catch (error) {
		if (!isErrno(error)) throw error;
		return call.failed(error, path);
	}
	if (options.has('d')) {
		const plain = decoded(text);
		if (plain === undefined) return call.fail(call.isBusybox ? 'truncated input' : 'invalid input');
		call.out(plain);
		return 0;
	}
	const width = Number(options.value('w') ?? 76);
	const code = inBase64(text);
	const lines = width ? (code.match(new RegExp(`.{1,${width}}`, 'g')) ?? []) : [code];
	call.out(lines.join('\n') + (width && code ? '\n' : ''));
	return 0;
}
