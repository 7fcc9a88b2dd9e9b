import type { Plugin } from 'vite';

/** Makes the font files before anything asks for them. */
export function fonts(): Plugin {
	let written: Promise<unknown> | undefined;
	return {
		name: 'drydock:fonts',
		async buildStart() {
			if (process.env.VITEST) return;
			written ??= import('./subset.ts').then(({ writeFonts }) => writeFonts());
			await written;
		},
	};
}
