/** busybox: always one decimal, rounded to the nearest (libbb/human_readable.c). */
export const busyboxSize = (bytes: number): string => {
	if (bytes < 1024) return String(bytes);
	const unit = Math.min(Math.floor(Math.log2(bytes) / 10), 6);
	return `${(Math.round((bytes * 10) / 1024 ** unit) / 10).toFixed(1)}${'KMGTPE'[unit - 1]}`;
};

/** 1536 → '1.5K', as ls -h, du -h and df -h write it (GNU human_readable: rounded up). */
export const humanSize = (bytes: number): string => {
	if (bytes < 1024) return String(bytes);
	let value = bytes;
	let unit = -1;
	while (value >= 1024 && unit < 5) {
		value /= 1024;
		unit++;
	}
	const shown = value < 10 ? Math.ceil(value * 10) / 10 : Math.ceil(value);
	return `${shown < 10 ? shown.toFixed(1) : shown}${'KMGTPE'[unit]}`;
};
