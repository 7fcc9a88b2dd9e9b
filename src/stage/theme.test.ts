import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Colour = readonly [number, number, number];
type Tokens = ReadonlyMap<string, string>;

const css = readFileSync(new URL('./theme.css', import.meta.url), 'utf8');
const declared = (text: string): Tokens =>
	new Map([...text.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name = '', value = '']) => [name, value]));
const root = declared(css.slice(0, css.indexOf("[data-theme='light']")));
const scheme = (index: 1 | 2): Tokens =>
	new Map(
		[...root].map(([name, value]) => [name, /light-dark\((\S+), (\S+)\)/.exec(value)?.[index] ?? value]),
	);
const themes: Readonly<Record<string, Tokens>> = {
	light: scheme(1),
	dark: scheme(2),
	projector: new Map([...scheme(1), ...declared(css.slice(css.lastIndexOf("[data-theme='projector']")))]),
};

const linear = (value: number): number =>
	value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const colour = (hex: string): Colour =>
	[1, 3, 5].map((at) => linear(parseInt(hex.slice(at, at + 2), 16) / 255)) as unknown as Colour;
const luminance = ([r, g, b]: Colour): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
function contrast(tokens: Tokens, a: string, b: string): number {
	const [low = 0, high = 0] = [a, b]
		.map((name) => luminance(colour(tokens.get(name) ?? '')))
		.sort((x, y) => x - y);
	return (high + 0.05) / (low + 0.05);
}

const HUES = [0, 1, 2, 3, 4, 5, 6, 7];
const GROUNDS = [
	'paper',
	'surface',
	'deep',
	'act-tint',
	'sand-tint',
	'ink-tint',
	...HUES.map((n) => `hue-${n}-tint`),
];
const TEXTS: readonly (readonly [string, readonly string[]])[] = [
	['ink', [...GROUNDS, 'deep-2']],
	['ink-2', [...GROUNDS, 'deep-2']],
	['ink-3', ['paper', 'surface', 'deep', 'act-tint']],
	['act-ink', ['paper', 'surface', 'deep', 'act-tint', ...HUES.map((n) => `hue-${n}-tint`)]],
	['line-ink', ['paper', 'surface', 'deep']],
	['sand-ink', ['paper', 'surface', 'deep', 'sand-tint']],
	['on-ink', ['ink', 'act']],
	['paper', ['ink-2', 'ink-3', 'line-ink', 'sand-ink']],
	['on-hue', HUES.map((n) => `hue-${n}`)],
	...HUES.map((n) => [`hue-${n}-ink`, ['paper', 'surface', 'deep', `hue-${n}-tint`]] as const),
];

for (const [name, tokens] of Object.entries(themes)) {
	test(`text is legible in the ${name} theme: 4.5 to 1 and more`, () => {
		const poor = TEXTS.flatMap(([text, grounds]) =>
			grounds
				.filter((ground) => !(contrast(tokens, text, ground) >= 4.5))
				.map((ground) => `${text} on ${ground}`),
		);
		expect(poor).toEqual([]);
	});

	test(`edges are seen in the ${name} theme: 3 to 1 and more`, () => {
		const edges = ['ink', 'edge-muted', 'line', 'sand', 'act', 'lit', ...HUES.map((n) => `hue-${n}`)];
		const poor = edges.flatMap((edge) =>
			['paper', 'surface', 'deep']
				.filter((ground) => !(contrast(tokens, edge, ground) >= 3))
				.map((ground) => `${edge} on ${ground}`),
		);
		expect(poor).toEqual([]);
	});
}

/** How the two common kinds of colour blindness see: Machado, Oliveira and Fernandes 2009, full strength. */
const EYES: readonly (readonly Colour[])[] = [
	[
		[1, 0, 0],
		[0, 1, 0],
		[0, 0, 1],
	],
	[
		[0.152286, 1.052583, -0.204868],
		[0.114503, 0.786281, 0.099216],
		[-0.003882, -0.048116, 1.051998],
	],
	[
		[0.367322, 0.860646, -0.227968],
		[0.280085, 0.672501, 0.047413],
		[-0.01182, 0.04294, 0.968881],
	],
];
const dot = ([a, b, c]: Colour, [x, y, z]: Colour): number => Math.max(0, a * x + b * y + c * z);

/** Oklab, in which a distance of 0.02 is about the least that is seen. */
function lab(seen: Colour): Colour {
	const l = Math.cbrt(dot([0.4122214708, 0.5363325363, 0.0514459929], seen));
	const m = Math.cbrt(dot([0.2119034982, 0.6806995451, 0.1073969566], seen));
	const s = Math.cbrt(dot([0.0883024619, 0.2817188376, 0.6299787005], seen));
	return [
		0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
		1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
		0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
	];
}

for (const name of ['light', 'dark', 'projector'])
	test(`the eight hues and the accent differ to every eye in the ${name} theme`, () => {
		const tokens = themes[name] ?? new Map<string, string>();
		const names = [...HUES.map((n) => `hue-${n}`), 'act'];
		const close = EYES.flatMap((eye, e) => {
			const labs = names.map((token) => {
				const full = colour(tokens.get(token) ?? '');
				return lab(eye.map((row) => dot(row, full)) as unknown as Colour);
			});
			return labs.flatMap((a, i) =>
				labs
					.slice(i + 1)
					.flatMap((b, j) =>
						Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) < 0.05
							? [`${names[i]} and ${names[i + j + 1]} to eye ${e}`]
							: [],
					),
			);
		});
		expect(close).toEqual([]);
	});
