/** A channel that runs upwards and changes its width on the way, as a path; pure, so that it can be drawn at any moment. */
type Data = Readonly<Record<string, number | string | boolean>>;
interface Stop {
	readonly y: number;
	readonly width: number;
}

const number = (value: number | string | boolean | undefined): number => Number(value ?? 0);
const short = (value: number): number => Math.round(value * 100) / 100;

/** From the bottom to the top: `y0`, `w0`, `y1`, `w1` … as many as `stops` says. */
const stopsOf = (data: Data, part = 1): readonly Stop[] =>
	Array.from({ length: number(data['stops']) }, (_, i) => ({
		y: number(data[`y${i}`]),
		width: number(data[`w${i}`]) * part,
	}));

/** Between two widths an S, so that it looks like water in a bed. */
const curve = (from: Stop, to: Stop, side: -1 | 1, x: number): string => {
	const [a, b] = [x + (side * from.width) / 2, x + (side * to.width) / 2];
	if (from.width === to.width) return `V${short(to.y)}`;
	const middle = short((from.y + to.y) / 2);
	return `C${short(a)} ${middle} ${short(b)} ${middle} ${short(b)} ${short(to.y)}`;
};

const along = (stops: readonly Stop[], side: -1 | 1, x: number): string =>
	stops
		.slice(1)
		.map((to, i) => curve(stops[i]!, to, side, x))
		.join('');

export interface Channel {
	/** Both banks with what is between them. */
	readonly bed: string;
	readonly banks: string;
}

export const channel = (width: number, data: Data, part = 1): Channel => {
	const stops = stopsOf(data, part);
	const back = [...stops].reverse();
	const [first, last] = [stops[0], back[0]];
	if (!first || !last) return { bed: '', banks: '' };
	const x = width / 2;
	const at = (stop: Stop, side: -1 | 1): string => `${short(x + (side * stop.width) / 2)} ${short(stop.y)}`;
	const left = `M${at(first, -1)}${along(stops, -1, x)}`;
	return {
		bed: `${left}L${at(last, 1)}${along(back, 1, x)}Z`,
		banks: `${left}M${at(last, 1)}${along(back, 1, x)}`,
	};
};
