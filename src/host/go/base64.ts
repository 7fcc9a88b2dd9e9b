/** base64 with padding (RFC 4648, 4). */
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export const inBase64 = (text: string): string => {
	const bytes = [...new TextEncoder().encode(text)];
	let result = '';
	for (let i = 0; i < bytes.length; i += 3) {
		const [a = 0, b, c] = bytes.slice(i, i + 3);
		const word = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
		const four = [18, 12, 6, 0].map((shift) => letters[(word >> shift) & 63]!);
		result += four.map((letter, n) => (n > 1 && [b, c][n - 2] === undefined ? '=' : letter)).join('');
	}
	return result;
};
