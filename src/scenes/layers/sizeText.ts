/** Bytes as docker's tables say them: 615B, 1.09kB, 187MB. */
const UNITS = ['B', 'kB', 'MB', 'GB'] as const;

export function sizeText(bytes: number): string {
	let unit = 0;
	let value = bytes;
	while (value >= 1000 && unit < UNITS.length - 1) {
		value /= 1000;
		unit++;
	}
	return `${unit === 0 ? value : Number(value.toPrecision(3))}${UNITS[unit]}`;
}
