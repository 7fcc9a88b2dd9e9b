/** Go's time.Time in UTC, from seconds since the epoch. */
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const weekdays = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');

interface Civil {
	readonly year: number;
	readonly month: number;
	readonly day: number;
	readonly weekday: number;
	readonly clock: string;
	readonly nanoseconds: number;
}

/** Days since the epoch to a date of the Gregorian calendar: http://howardhinnant.github.io/date_algorithms.html */
function date(days: number): { year: number; month: number; day: number } {
	const z = days + 719468;
	const era = Math.floor(z / 146097);
	const dayOfEra = z - era * 146097;
	const yearOfEra = Math.floor(
		(dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
			365,
	);
	const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const shifted = Math.floor((5 * dayOfYear + 2) / 153);
	const month = shifted < 10 ? shifted + 3 : shifted - 9;
	return {
		year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
		month,
		day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
	};
}

const two = (n: number): string => String(n).padStart(2, '0');

function civil(seconds: number): Civil {
	const whole = Math.floor(seconds);
	const days = Math.floor(whole / 86400);
	const rest = whole - days * 86400;
	return {
		...date(days),
		weekday: (((days + 4) % 7) + 7) % 7,
		clock: `${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`,
		// A double holds the time of these years to a fraction of a microsecond.
		nanoseconds: Math.round((seconds - whole) * 1e6) * 1e3,
	};
}

const day = ({ year, month, day }: Civil): string =>
	`${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;

function fraction(nanoseconds: number): string {
	return nanoseconds ? `.${String(nanoseconds).padStart(9, '0')}`.replace(/0+$/, '') : '';
}

/** Time.String: 2006-01-02 15:04:05.5 +0000 UTC */
export function timeText(seconds: number): string {
	const at = civil(seconds);
	return `${day(at)} ${at.clock}${fraction(at.nanoseconds)} +0000 UTC`;
}

/** RFC3339: 2006-01-02T15:04:05Z */
export function rfc3339(seconds: number): string {
	const at = civil(Math.floor(seconds));
	return `${day(at)}T${at.clock}Z`;
}

/** RFC3339Nano: 2006-01-02T15:04:05.5Z, with nine digits when asked. */
export function rfc3339Nano(seconds: number, isFixed = false): string {
	const at = civil(seconds);
	const digits = isFixed ? `.${String(at.nanoseconds).padStart(9, '0')}` : fraction(at.nanoseconds);
	return `${day(at)}T${at.clock}${digits}Z`;
}

/** time.ANSIC: Mon Jan _2 15:04:05 2006 */
export function ansiC(seconds: number): string {
	const at = civil(seconds);
	return `${weekdays[at.weekday]} ${months[at.month - 1]} ${String(at.day).padStart(2)} ${at.clock} ${at.year}`;
}
