import type { Meter, Part, Rect } from '../mark.ts';
import { centred, run, type Run } from '../run.ts';
import { textWidth } from '../text.ts';

const TEXT = { size: 13, weight: 700 } as const;
const share = (meter: Meter, value: number): number =>
	meter.of > 0 ? (meter.width * Math.min(meter.of, Math.max(0, value))) / meter.of : 0;

export const meterParts = (meter: Meter): readonly Part[] =>
	meter.parts ?? [
		{
			key: meter.key,
			value: meter.value ?? 0,
			...(meter.tone !== undefined && { tone: meter.tone }),
			...(meter.state !== undefined && { state: meter.state }),
			...(meter.text !== undefined && { text: meter.text }),
			...(meter.fade !== undefined && { fade: meter.fade }),
		},
	];

/** The piece of the bar that each part takes. */
export function meterPieces(meter: Meter): readonly (Rect & { readonly part: Part })[] {
	let before = 0;
	return meterParts(meter).map((part) => {
		const x = share(meter, before);
		before += part.value;
		return { part, x, y: 0, width: Math.max(0, share(meter, before) - x), height: meter.height };
	});
}

/** Where the limit's marker stands. */
export const meterLimit = (meter: Meter): number | undefined =>
	meter.limit === undefined ? undefined : share(meter, meter.limit);

/** Text stands inside its piece where there is room for it, else (for a single piece) after it. */
function pieceRun(meter: Meter, piece: Rect & { readonly part: Part }): readonly Run[] {
	const { part } = piece;
	if (part.text === undefined) return [];
	const y = centred(meter.height / 2, TEXT.size);
	const mono = meter.mono ?? true;
	const inside = textWidth(part.text, { ...TEXT, mono }) + 20 <= piece.width;
	const full = part.state === undefined || part.state === 'solid';
	const shared = { ...TEXT, text: part.text, y, mono, fade: part.fade, tone: part.tone };
	if (inside || meter.parts)
		return piece.width < 34
			? []
			: [run({ ...shared, x: piece.x + 12, room: piece.width - 16, ink: full ? 'on' : 'ink', halo: !full })];
	return [run({ ...shared, x: piece.x + piece.width + 10, ink: 'ink' })];
}

function limitRun(meter: Meter): readonly Run[] {
	const x = meterLimit(meter);
	if (x === undefined || meter.limitText === undefined) return [];
	const width = textWidth(meter.limitText, TEXT);
	const inside = x + 10 + width <= meter.width;
	const y = centred(meter.height / 2, TEXT.size);
	const at = inside ? x + 10 : meter.width + 12;
	return [
		run({ ...TEXT, text: meter.limitText, x: at, y, ink: meter.act ? 'act' : 'ink', fade: meter.fade }),
	];
}

export function meterRuns(meter: Meter): readonly Run[] {
	const name = { size: 14, weight: 700, anchor: 'end' } as const;
	return [
		...(meter.name === undefined
			? []
			: [run({ text: meter.name, x: -14, y: centred(meter.height / 2, 14), ...name })]),
		...meterPieces(meter).flatMap((piece) => pieceRun(meter, piece)),
		...limitRun(meter),
	];
}
