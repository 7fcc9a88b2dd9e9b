/** The QR code of an address, as the path of its dark squares. */
import { encode } from 'uqr';

export type Qr = { readonly size: number; readonly d: string };

/** Squares left white around it, as readers of the code need them. */
const QUIET = 4;

/** Undefined where the address is too long for any QR code. */
export function qr(address: string): Qr | undefined {
	try {
		const { data, size } = encode(address, { ecc: 'L', border: QUIET });
		const squares = data.flatMap((row, y) =>
			row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
		);
		return { size, d: squares.join('') };
	} catch {
		return undefined;
	}
}
