/** gifenc 1.0.3 has no types of its own. */
declare module 'gifenc' {
	export type Palette = number[][];
	export type Frame = {
		readonly palette?: Palette;
		/** Milliseconds. */
		readonly delay?: number;
		readonly transparent?: boolean;
		readonly transparentIndex?: number;
		/** What becomes of the picture when the next one comes: 1 leaves it. */
		readonly dispose?: number;
	};
	export interface Encoder {
		writeFrame(index: Uint8Array, width: number, height: number, frame?: Frame): void;
		finish(): void;
		bytes(): Uint8Array;
	}
	export function GIFEncoder(): Encoder;
	export function quantize(rgba: Uint8Array | Uint8ClampedArray, maxColors: number): Palette;
	export function applyPalette(rgba: Uint8Array | Uint8ClampedArray, palette: Palette): Uint8Array;
}
