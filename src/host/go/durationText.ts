/** How Go prints a duration (time.Duration.String). */

const trimmed = (n: number, digits: number) => n.toFixed(digits).replace(/\.?0+$/, '');

/** Go's Duration.String: 1h2m3.5s, 300ms, 0s. */
export function durationText(duration: number): string {
	const size = Math.abs(duration);
	const sign = duration < 0 ? '-' : '';
	if (size === 0) return '0s';
	if (size < 1e-6) return `${sign}${Math.round(size * 1e9)}ns`;
	if (size < 1e-3) return `${sign}${trimmed(size * 1e6, 3)}µs`;
	if (size < 1) return `${sign}${trimmed(size * 1e3, 6)}ms`;
	const hours = Math.floor(size / 3600);
	const minutes = Math.floor(size / 60) % 60;
	const parts = [hours ? `${hours}h` : '', hours || minutes ? `${minutes}m` : ''];
	return `${sign}${parts.join('')}${trimmed(size % 60, 9) || '0'}s`;
}
