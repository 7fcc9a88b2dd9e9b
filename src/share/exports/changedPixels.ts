/** Which places of a picture have another colour than before; all of them where nothing was before. */
export function changedPixels(pixels: Uint32Array, before: Uint32Array | undefined): Uint32Array {
	const places = new Uint32Array(pixels.length);
	let count = 0;
	for (let place = 0; place < pixels.length; place++)
		if (before === undefined || pixels[place] !== before[place]) places[count++] = place;
	return places.slice(0, count);
}
