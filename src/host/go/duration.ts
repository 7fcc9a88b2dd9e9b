import type { Parsed } from './number.ts';
import { goQuote } from './quote.ts';

const seconds: Readonly<Record<string, number>> = {
	ns: 1e-9,
	us: 1e-6,
	µs: 1e-6,
	μs: 1e-6,
	ms: 1e-3,
	s: 1,
	m: 60,
	h: 3600,
};

/** Go's time.ParseDuration, in seconds. */
export function parseDuration(text: string): Parsed<number> {
	const quoted = goQuote(text);
	const [, sign = '', body = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
	if (body === '0') return { value: 0 };
	if (!body) return { error: `time: invalid duration ${quoted}` };
	let total = 0;
	let rest = body;
	while (rest) {
		const [number = ''] = /^(\d+\.?\d*|\.\d+)/.exec(rest) ?? [];
		if (!number) return { error: `time: invalid duration ${quoted}` };
		rest = rest.slice(number.length);
		const [unit = ''] = /^[^\d.]*/.exec(rest) ?? [];
		if (!unit) return { error: `time: missing unit in duration ${quoted}` };
		const size = seconds[unit];
		if (size === undefined) return { error: `time: unknown unit ${goQuote(unit)} in duration ${quoted}` };
		total += Number(number) * size;
		rest = rest.slice(unit.length);
	}
	return { value: sign === '-' ? -total : total };
}
