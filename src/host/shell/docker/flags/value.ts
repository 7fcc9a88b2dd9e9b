import { parseDuration } from '../../../go/duration.ts';
import { parseBool, parseInteger, parseUnsigned, type Parsed } from '../../../go/number.ts';
import { ramInBytes } from '../go/units.ts';
import { listItem } from './listItem.ts';
import type { ClientVersion, FlagSpec } from './spec.ts';

/** Lists hold every value given, in order; sizes are bytes, spans seconds, `--cpus` a number of CPUs. */
export type FlagValue = boolean | number | string | readonly string[];

const lists = new Set([
	...['list', 'strings', 'map', 'filter', 'ulimit', 'mount', 'network', 'gpu-request', 'stringToString'],
]);
export const isList = (flag: FlagSpec): boolean => lists.has(flag.kind);

/** opts.ParseCPUs: a rational number of no more than nine decimals. */
function parseCpus(text: string): Parsed<number> {
	const [, numerator, denominator = '1'] =
		/^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?:\/(\d+))?$/.exec(text) ?? [];
	if (numerator === undefined || Number(denominator) === 0)
		return { error: `failed to parse ${text} as a rational number` };
	const nano = (Number(numerator) / Number(denominator)) * 1e9;
	if (Math.abs(nano - Math.round(nano)) > 1e-6) return { error: 'value is too precise' };
	return { value: Math.round(nano) / 1e9 };
}

const scalars: Readonly<Record<string, (text: string) => Parsed<FlagValue>>> = {
	'': parseBool,
	int: (text) => parseInteger(text),
	uint16: (text) => parseUnsigned(text, 16),
	bytes: ramInBytes,
	decimal: parseCpus,
	duration: parseDuration,
};

/** Swap alone may be -1: no limit. */
const swap = (text: string): Parsed<number> => (text === '-1' ? { value: -1 } : ramInBytes(text));

/** What a flag holds after being given `text`. */
export function flagValue(
	version: ClientVersion,
	flag: FlagSpec,
	before: FlagValue | undefined,
	text: string,
): Parsed<FlagValue> {
	if (flag.name === 'memory-swap') return swap(text);
	if (!isList(flag)) return (scalars[flag.kind] ?? ((value: string) => ({ value })))(text);
	const items = flag.kind === 'strings' ? text.split(',') : [text];
	const checked = items.map((item) => listItem(version, flag, item));
	const refused = checked.find((item) => 'error' in item);
	if (refused) return refused;
	const values = checked.map((item) => ('value' in item ? item.value : ''));
	return { value: [...((before as readonly string[] | undefined) ?? []), ...values] };
}

/** What a flag holds when nobody gives it. */
export function defaultValue(flag: FlagSpec): FlagValue {
	if (isList(flag)) return [];
	const [, said] = /(?:^| )\(default (.*)\)$/s.exec(flag.usage) ?? [];
	if (flag.kind === '') return said === 'true';
	if (flag.kind === 'string') return said ? said.replace(/^"(.*)"$/, '$1') : '';
	return flag.kind === 'duration' ? 0 : Number(said ?? 0);
}
