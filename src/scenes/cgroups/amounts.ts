/** Amounts as they are said on the stage: bytes in binary units as docker says them, cores with what digits they need. */
const UNITS = ['B', 'KiB', 'MiB', 'GiB'] as const;

const short = (value: number): string => String(Number(value.toPrecision(3)));

export const bytesText = (bytes: number): string => {
	if (!Number.isFinite(bytes)) return 'max';
	const power = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024)));
	return `${short(bytes / 1024 ** power)} ${UNITS[power]}`;
};

export const coresText = (cores: number): string =>
	Number.isFinite(cores) ? String(Math.round(cores * 100) / 100) : 'max';

export const countText = (count: number): string => (Number.isFinite(count) ? String(count) : 'max');

/** "12 / 64 MiB"; the first unit only where it is another one. */
export const ofText = (used: string, limit: string | undefined): string => {
	if (limit === undefined) return used;
	const [number, unit] = used.split(' ');
	return unit !== undefined && limit.endsWith(` ${unit}`) ? `${number} / ${limit}` : `${used} / ${limit}`;
};
