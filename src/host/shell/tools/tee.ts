/** tee. */
import { open } from '../../kernel/files.ts';
import type { Running } from '../../process.ts';
import type { Stream } from '../../stream.ts';
import type { Call } from '../call.ts';
import { optionsOf } from './options.ts';

const opened = (call: Call, paths: readonly string[], mode: 'a' | 'w'): Stream[] =>
	paths.flatMap((path) => {
		try {
			return [open(call.host, call.pid, path, mode)];
		} catch (error) {
			call.failed(error, path);
			return [];
		}
	});

export function* tee(call: Call): Running<number> {
	const options = optionsOf(call, 'ai', { long: { append: 'a' } });
	const streams = opened(call, options.rest, options.has('a') ? 'a' : 'w');
	for (let text = yield* call.process.read(0); text !== ''; text = yield* call.process.read(0)) {
		for (const stream of streams) stream.write(text);
		call.out(text);
	}
	for (const stream of streams) stream.release();
	return Number(streams.length < options.rest.length);
}
