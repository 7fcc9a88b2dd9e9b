/** date, sleep, usleep, uptime: the model's clock. */
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { optionsOf } from './options.ts';
import { timeText, two } from './timeText.ts';

/** Seconds since the epoch of a calendar day, UTC. */
const secondsOf = (year: number, month: number, day: number, time = 0): number => {
	const y = month <= 2 ? year - 1 : year;
	const era = Math.floor(y / 400);
	const yoe = y - era * 400;
	const doy = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
	return (
		(era * 146097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719468) * 86400 + time
	);
};

const UNITS: Readonly<Record<string, number>> = {
	second: 1,
	sec: 1,
	minute: 60,
	min: 60,
	hour: 3600,
	day: 86400,
	week: 604800,
};

/** `@SECONDS`, `2026-11-23 19:00`, `1 hour ago`, `now`; NaN for what is not understood. */
export const timeNamed = (text: string, now: number): number => {
	const trimmed = text.trim();
	if (/^@-?\d+(\.\d+)?$/.test(trimmed)) return Number(trimmed.slice(1));
	if (trimmed === 'now' || trimmed === '') return now;
	if (trimmed === 'yesterday' || trimmed === 'tomorrow')
		return now + (trimmed === 'tomorrow' ? 86400 : -86400);
	const ago = /^([-+]?\d+)\s*([a-z]+?)s?(\s+ago)?$/.exec(trimmed);
	if (ago && UNITS[ago[2]!]) return now + Number(ago[1]) * UNITS[ago[2]!]! * (ago[3] ? -1 : 1);
	const found = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?Z?(?:\s*UTC)?$/.exec(
		trimmed,
	);
	if (!found) return NaN;
	const [, year, month, day, hour = 0, minute = 0, second = 0] = found.map(Number);
	return secondsOf(year!, month!, day!, (hour || 0) * 3600 + (minute || 0) * 60 + (second || 0));
};

export function* date(call: Call): Running<number> {
	const options = optionsOf(call, 'ud:Is:r:R', { long: { date: 'd', utc: 'u', set: 's', 'iso-8601': 'I' } });
	if (options.has('s')) return call.fail('cannot set date: real, but not simulated here');
	const now = call.state.clock.now;
	const wish = options.value('d');
	const seconds = wish === undefined ? now : timeNamed(wish, now);
	if (Number.isNaN(seconds)) return call.fail(`invalid date ${call.quoted(wish)}`);
	const format = options.rest.find((word) => word.startsWith('+'))?.slice(1);
	call.out(
		`${timeText(seconds, format ?? (options.has('I') ? '%F' : options.has('R') ? '%a, %d %b %Y %T %z' : '%a %b %e %T %Z %Y'))}\n`,
	);
	return 0;
}

const DURATION = /^(\d+\.?\d*|\.\d+)([smhd]?)$/;
const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86400 };
/** '0.5', '2m' in seconds; NaN for anything else. */
export const durationOf = (text: string): number => {
	if (text === 'infinity' || text === 'inf') return Infinity;
	const found = DURATION.exec(text);
	return found ? Number(found[1]) * SECONDS[found[2]!]! : NaN;
};

export function* sleep(call: Call): Running<number> {
	if (!call.args.length) return call.misused('missing operand');
	const wrong = call.args.find((word) => Number.isNaN(durationOf(word)));
	if (wrong !== undefined) {
		call.fail(call.isBusybox ? `invalid number '${wrong}'` : `invalid time interval ${call.quoted(wrong)}`);
		if (!call.isBusybox) call.err("Try 'sleep --help' for more information.\n");
		return 1;
	}
	const seconds = call.args.reduce((sum, word) => sum + durationOf(word), 0);
	yield seconds === Infinity ? { keys: ['never'] } : { keys: [], seconds };
	return 0;
}

export function* uptime(call: Call): Running<number> {
	const { now, boot } = call.state.clock;
	const minutes = Math.floor((now - boot) / 60);
	const up = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
	call.out(` ${timeText(now, '%T')} up  ${up},  1 user,  load average: 0.00, 0.00, 0.00\n`);
	return 0;
}
