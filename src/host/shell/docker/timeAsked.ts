/** A moment as --since and --until take it: seconds, a date, or how long ago (docker/docker: api/types/time GetTimestamp). */
import { parseDuration } from '../../go/duration.ts';

export function timeAsked(text: string, now: number): number | undefined {
	if (!text) return undefined;
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
	const ago = parseDuration(text);
	if ('value' in ago) return now - ago.value;
	return momentOf(text);
}

/** 2026-11-23T20:22:01.5Z, with or without time, fraction and zone. */
function momentOf(text: string): number | undefined {
	const [, year, month, day, hour = '0', minute = '0', second = '0', zone] =
		/^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(text) ??
		[];
	if (year === undefined) return undefined;
	const days = dayNumber(Number(year), Number(month), Number(day));
	const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):(\d\d)$/.exec(zone ?? '') ?? [];
	const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
	return days * 86400 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset;
}

/** Days since 1970-01-01. */
function dayNumber(year: number, month: number, day: number): number {
	const y = month <= 2 ? year - 1 : year;
	const era = Math.floor(y / 400);
	const yearOfEra = y - era * 400;
	const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
	return (
		era * 146097 +
		yearOfEra * 365 +
		Math.floor(yearOfEra / 4) -
		Math.floor(yearOfEra / 100) +
		dayOfYear -
		719468
	);
}
