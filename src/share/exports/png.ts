import type { Size } from '#stage/mark.ts';
import { canvasOf, drawOn, type Canvas } from './raster.ts';

export async function pngOf({ canvas }: Canvas): Promise<Blob> {
	const blob = await new Promise<Blob | null>((then) => canvas.toBlob(then, 'image/png'));
	if (!blob) throw new Error('the picture could not be written as PNG');
	return blob;
}

/** A picture as PNG, `scale` points to a unit of the stage. */
export async function png(svg: string, size: Size, scale: number): Promise<Blob> {
	const canvas = canvasOf(size, scale);
	await drawOn(canvas, svg);
	return pngOf(canvas);
}
