/** Points of a picture: an SVG drawn onto a canvas. */
import type { Size } from '#stage/mark.ts';

async function image(svg: string): Promise<HTMLImageElement> {
	const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
	const picture = new Image();
	picture.src = url;
	try {
		await picture.decode();
	} finally {
		URL.revokeObjectURL(url);
	}
	return picture;
}

/** Both sides even, as videos want them. */
const even = (length: number): number => Math.ceil(length / 2) * 2;

export type Canvas = { readonly canvas: HTMLCanvasElement; readonly context: CanvasRenderingContext2D };

/** A canvas for pictures of a size, `scale` points to a unit. */
export function canvasOf({ width, height }: Size, scale: number): Canvas {
	const canvas = document.createElement('canvas');
	canvas.width = even(width * scale);
	canvas.height = even(height * scale);
	const context = canvas.getContext('2d', { willReadFrequently: true });
	if (!context) throw new Error('this browser gives no canvas to draw on');
	return { canvas, context };
}

export async function drawOn({ canvas, context }: Canvas, svg: string): Promise<void> {
	const picture = await image(svg);
	context.drawImage(picture, 0, 0, canvas.width, canvas.height);
}
