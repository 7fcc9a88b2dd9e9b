/** Amounts as they are said on the stage: bytes as limits are typed (64M), cores with what digits they need. */
const UNITS = ['B', 'K', 'M', 'G'] as const;

/** Two digits where the number is small, and never more than four signs. */
const short = (value: number): string =>
	value < 10 && value !== Math.round(value)
		? value.toFixed(1).replace(/\.0$/, '')
		: String(Math.round(value));

export const bytesText = (bytes: number): string => {
	if (!Number.isFinite(bytes)) return 'max';
	if (bytes < 1) return '0';
	const power = Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(1024) + 1e-9));
	const value = bytes / 1024 ** power;
	return value >= 999.5 && power < UNITS.length - 1
		? `1${UNITS[power + 1]}`
		: `${short(value)}${UNITS[power]}`;
};

/** In words and tables, with room for it: 12.5 MiB. */
export const longBytes = (bytes: number): string => {
	if (!Number.isFinite(bytes)) return 'max';
	const power = bytes < 1 ? 0 : Math.min(3, Math.floor(Math.log(bytes) / Math.log(1024) + 1e-9));
	const value = Number((bytes / 1024 ** power).toPrecision(3));
	return `${value} ${['B', 'KiB', 'MiB', 'GiB'][power]}`;
};

export const coresText = (cores: number): string =>
	Number.isFinite(cores) ? String(Math.round(cores * 100) / 100) : 'max';

/** Beyond four digits in thousands. */
export const countText = (count: number): string =>
	!Number.isFinite(count) ? 'max' : count < 10_000 ? String(count) : `${Math.round(count / 1000)}k`;
