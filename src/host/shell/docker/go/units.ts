/** github.com/docker/go-units: sizes and spans of time as people write and read them. */
import type { Parsed } from '../../../go/number.ts';
import { goQuote } from '../../../go/quote.ts';

const powers = 'bkmgtp';
const sized = /^(\d+(?:\.\d+)*) ?([kKmMgGtTpP])?([iI])?[bB]?$/;

function parseSize(text: string, base: number): Parsed<number> {
	const [, number, unit = 'b'] = sized.exec(text) ?? [];
	if (number === undefined) return { error: `invalid size: '${text}'` };
	if (!/^\d+(\.\d+)?$/.test(number))
		return { error: `strconv.ParseFloat: parsing ${goQuote(number)}: invalid syntax` };
	return { value: Math.trunc(Number(number) * base ** powers.indexOf(unit.toLowerCase())) };
}

/** 64m as memory is written: powers of 1024 (units.RAMInBytes). */
export const ramInBytes = (text: string): Parsed<number> => parseSize(text, 1024);
/** 10kB as sizes on disk are written: powers of 1000 (units.FromHumanSize). */
export const fromHumanSize = (text: string): Parsed<number> => parseSize(text, 1000);
