/** A film as an animated GIF. Its time is in hundredths of a second, and each picture has colours of its own. */
import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import type { Moving } from './moving.ts';
import { canvasOf, drawOn } from './raster.ts';
import { breath, type Work } from './work.ts';

const COLOURS = 256;

export async function gif({ shots, size, scale, svgAt }: Moving, work: Work): Promise<Blob> {
	const paper = canvasOf(size, scale);
	const { width, height } = paper.canvas;
	const encoder = GIFEncoder();
	let owed = 0;
	for (const [index, { t, seconds }] of shots.entries()) {
		await drawOn(paper, svgAt(t));
		const { data } = paper.context.getImageData(0, 0, width, height);
		const palette = quantize(data, COLOURS);
		// What is lost by rounding to hundredths is made up for by the next picture.
		const delay = Math.max(2, Math.round((seconds + owed) * 100));
		owed += seconds - delay / 100;
		encoder.writeFrame(applyPalette(data, palette), width, height, { palette, delay: delay * 10 });
		work.progress(index + 1, shots.length);
		await breath(work);
	}
	encoder.finish();
	return new Blob([encoder.bytes() as Uint8Array<ArrayBuffer>], { type: 'image/gif' });
}
