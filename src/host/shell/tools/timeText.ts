/** What time it is, in words: the calendar and strftime(3), in UTC. */
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

export const two = (value: number) => String(value).padStart(2, '0');

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
