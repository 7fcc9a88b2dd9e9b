declare module 'subset-font' {
	type Options = {
		readonly targetFormat?: 'sfnt' | 'woff' | 'woff2';
		readonly variationAxes?: Readonly<
			Record<string, number | { readonly min: number; readonly max: number; readonly default?: number }>
		>;
		readonly dropTables?: readonly string[];
	};
	export default function subsetFont(font: Buffer, text: string, options?: Options): Promise<Buffer>;
}

declare module 'fontverter' {
	export function convert(font: Buffer, format: 'sfnt' | 'woff' | 'woff2'): Promise<Buffer>;
}
