/** date, sleep, usleep, uptime: the model's clock. */
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { optionsOf } from './options.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
];

export interface Moment {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	readonly hour: number;
	readonly minute: number;
	readonly second: number;
	readonly weekday: number;
	readonly yearDay: number;
}

/** Calendar of a time in seconds since the epoch, UTC (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
export const momentOf = (seconds: number): Moment => {
	const whole = Math.floor(seconds);
	const days = Math.floor(whole / 86400);
	const rest = whole - days * 86400;
	const z = days + 719468;
	const era = Math.floor(z / 146097);
	const doe = z - era * 146097;
	const yoe = Math.floor(
		(doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365,
	);
	const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
	const mp = Math.floor((5 * doy + 2) / 153);
	const month = mp < 10 ? mp + 3 : mp - 9;
	const year = yoe + era * 400 + Number(month <= 2);
	const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
	const before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][month - 1]!;
	const day = doy - Math.floor((153 * mp + 2) / 5) + 1;
	return {
		year,
		month,
		day,
		hour: Math.floor(rest / 3600),
		minute: Math.floor((rest % 3600) / 60),
		second: rest % 60,
		weekday: (((days + 4) % 7) + 7) % 7,
		yearDay: before + day + Number(isLeap && month > 2),
	};
};
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

const two = (value: number) => String(value).padStart(2, '0');

/** strftime(3) in UTC. */
export const timeText = (seconds: number, format: string): string => {
	const at = momentOf(seconds);
	const [day, month] = [DAYS[at.weekday]!, MONTHS[at.month - 1]!];
	const parts: Readonly<Record<string, () => string>> = {
		Y: () => String(at.year),
		m: () => two(at.month),
		d: () => two(at.day),
		H: () => two(at.hour),
		M: () => two(at.minute),
		S: () => two(at.second),
		y: () => two(at.year % 100),
		e: () => String(at.day).padStart(2),
		a: () => day.slice(0, 3),
		A: () => day,
		b: () => month.slice(0, 3),
		h: () => month.slice(0, 3),
		B: () => month,
		j: () => String(at.yearDay).padStart(3, '0'),
		u: () => String(at.weekday || 7),
		w: () => String(at.weekday),
		s: () => String(Math.floor(seconds)),
		N: () => String(Math.floor((seconds % 1) * 1e9)).padStart(9, '0'),
		I: () => two(at.hour % 12 || 12),
		p: () => (at.hour < 12 ? 'AM' : 'PM'),
		Z: () => 'UTC',
		z: () => '+0000',
		n: () => '\n',
		t: () => '\t',
		'%': () => '%',
		F: () => `${at.year}-${two(at.month)}-${two(at.day)}`,
		T: () => `${two(at.hour)}:${two(at.minute)}:${two(at.second)}`,
		R: () => `${two(at.hour)}:${two(at.minute)}`,
		D: () => `${two(at.month)}/${two(at.day)}/${two(at.year % 100)}`,
		c: () => timeText(seconds, '%a %b %e %T %Y'),
		x: () => timeText(seconds, '%D'),
		X: () => timeText(seconds, '%T'),
		r: () => timeText(seconds, '%I:%M:%S %p'),
		C: () => two(Math.floor(at.year / 100)),
		k: () => String(at.hour).padStart(2),
		l: () => String(at.hour % 12 || 12).padStart(2),
	};
	return format.replace(/%([-_0^]?)(\d*)([a-zA-Z%])/g, (all, flag: string, width: string, letter: string) => {
		const found = parts[letter]?.();
		if (found === undefined) return all;
		if (letter === 'N' && width) return found.slice(0, Number(width));
		return flag === '-' ? found.replace(/^[0 ]+(?=.)/, '') : flag === '^' ? found.toUpperCase() : found;
	});
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
