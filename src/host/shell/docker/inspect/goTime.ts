/** Go's time.RFC3339Nano; 0 stands for its zero time. */
export function goTime(seconds: number): string {
	if (seconds <= 0) return '0001-01-01T00:00:00Z';
	const whole = Math.floor(seconds);
	const nanos = String(Math.floor((seconds - whole) * 1e9))
		.padStart(9, '0')
		.replace(/0+$/, '');
	const day = isoSecond(whole);
	return `${day}${nanos ? `.${nanos}` : ''}Z`;
}

/** Always nine digits, as logs and events have them. */
export function goTimeFixed(seconds: number): string {
	const whole = Math.floor(seconds);
	return `${isoSecond(whole)}.${String(Math.floor((seconds - whole) * 1e9)).padStart(9, '0')}Z`;
}

const two = (n: number) => String(n).padStart(2, '0');

/** Civil date of a day count (days since 1970-01-01), without the platform's clock. */
function isoSecond(seconds: number): string {
	const days = Math.floor(seconds / 86400);
	const rest = seconds - days * 86400;
	const z = days + 719468;
	const era = Math.floor(z / 146097);
	const dayOfEra = z - era * 146097;
	const yearOfEra = Math.floor(
		(dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
			365,
	);
	const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const month0 = Math.floor((5 * dayOfYear + 2) / 153);
	const day = dayOfYear - Math.floor((153 * month0 + 2) / 5) + 1;
	const month = month0 < 10 ? month0 + 3 : month0 - 9;
	const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
	const time = `${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`;
	return `${year}-${two(month)}-${two(day)}T${time}`;
}
