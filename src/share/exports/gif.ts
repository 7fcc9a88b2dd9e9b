/** A film as an animated GIF: each picture says only what changed, in colours of its own; time is in hundredths of a second. */
import { applyPalette, GIFEncoder, quantize, type Palette } from 'gifenc';
import { changedPixels } from './changedPixels.ts';
import type { Moving } from './moving.ts';
import { canvasOf, drawOn } from './raster.ts';
import { breath, type Work } from './work.ts';

/** One of the 256 says: as it was. */
const COLOURS = 255;
/** Leave the picture as it is for the next one. */
const KEEP = 1;

type Drawn = { readonly index: Uint8Array; readonly palette: Palette; readonly transparentIndex: number };
type Paper = { readonly width: number; readonly height: number };

/** The changed pixels in their nearest colours, the others see-through. */
function drawn(changed: Uint32Array, pixels: Uint32Array): Drawn {
	const colours = new Uint8Array(Uint32Array.from(changed, (place) => pixels[place] ?? 0).buffer);
	const palette = quantize(colours, COLOURS);
	const found = applyPalette(colours, palette);
	const index = new Uint8Array(pixels.length).fill(palette.length);
	changed.forEach((place, order) => (index[place] = found[order] ?? 0));
	return { index, palette: [...palette, [0, 0, 0]], transparentIndex: palette.length };
}

/** Writes a picture once it is known how long it stays: one that changes nothing only makes the one before it longer. */
class Writing {
	readonly #encoder = GIFEncoder();
	readonly #paper: Paper;
	#waiting: Drawn | undefined;
	#seconds = 0;
	#before: Uint32Array | undefined;

	constructor(paper: Paper) {
		this.#paper = paper;
	}

	add(pixels: Uint32Array, seconds: number): void {
		const changed = changedPixels(pixels, this.#before);
		if (changed.length > 0) {
			this.#write();
			this.#waiting = drawn(changed, pixels);
			this.#before = pixels;
		}
		this.#seconds += seconds;
	}

	/** What is lost by rounding to hundredths is made up for by the next picture. */
	#write(): void {
		if (!this.#waiting) return;
		const { index, ...colours } = this.#waiting;
		const hundredths = Math.max(2, Math.round(this.#seconds * 100));
		const { width, height } = this.#paper;
		this.#encoder.writeFrame(index, width, height, {
			...colours,
			transparent: true,
			dispose: KEEP,
			delay: hundredths * 10,
		});
		this.#seconds -= hundredths / 100;
	}

	end(): Blob {
		this.#write();
		this.#encoder.finish();
		return new Blob([this.#encoder.bytes() as Uint8Array<ArrayBuffer>], { type: 'image/gif' });
	}
}

export async function gif({ shots, size, scale, svgAt }: Moving, work: Work): Promise<Blob> {
	const paper = canvasOf(size, scale);
	const { width, height } = paper.canvas;
	const writing = new Writing({ width, height });
	let shown: number | undefined;
	let pixels = new Uint32Array();
	for (const [index, { t, seconds }] of shots.entries()) {
		if (t !== shown) {
			await drawOn(paper, svgAt(t));
			pixels = new Uint32Array(paper.context.getImageData(0, 0, width, height).data.buffer);
			shown = t;
		}
		writing.add(pixels, seconds);
		work.progress(index + 1, shots.length);
		await breath(work);
	}
	return writing.end();
}
