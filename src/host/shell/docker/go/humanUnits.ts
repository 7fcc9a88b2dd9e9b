/** Sizes and spans of time as people read them (github.com/docker/go-units). */

const decimal = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'] as const;

const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'] as const;

/** Go's %.*g: so many significant digits, no zeros at the end. */
export function significant(n: number, digits: number): string {
	const text = n.toPrecision(digits);
	const [mantissa = '', exponent] = text.split('e');
	const plain = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
	if (exponent === undefined) return plain;
	const power = Number(exponent);
	return `${plain}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

function scaled(size: number, base: number, units: readonly string[], digits: number): string {
	let n = size;
	let i = 0;
	for (; n >= base && i < units.length - 1; i++) n /= base;
	return significant(n, digits) + units[i];
}

/** 1.24MB, 0B: powers of 1000 (units.HumanSize). */
export const humanSize = (bytes: number): string => scaled(bytes, 1000, decimal, 4);

export const humanSizeWithPrecision = (bytes: number, digits: number): string =>
	scaled(bytes, 1000, decimal, digits);

/** 64MiB: powers of 1024 (units.BytesSize). */
export const bytesSize = (bytes: number): string => scaled(bytes, 1024, binary, 4);

/** 5 minutes, About an hour (units.HumanDuration). */
export function humanDuration(duration: number): string {
	const seconds = Math.trunc(duration);
	const minutes = Math.trunc(duration / 60);
	const hours = Math.floor(duration / 3600 + 0.5);
	if (seconds < 1) return 'Less than a second';
	if (seconds === 1) return '1 second';
	if (seconds < 60) return `${seconds} seconds`;
	if (minutes === 1) return 'About a minute';
	if (minutes < 60) return `${minutes} minutes`;
	if (hours === 1) return 'About an hour';
	if (hours < 48) return `${hours} hours`;
	if (hours < 24 * 7 * 2) return `${Math.trunc(hours / 24)} days`;
	if (hours < 24 * 30 * 2) return `${Math.trunc(hours / 24 / 7)} weeks`;
	if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24 / 30)} months`;
	return `${Math.trunc(duration / 3600 / 24 / 365)} years`;
}
