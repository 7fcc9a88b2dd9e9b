/** Routes: the main table of the host. */
import type { Route } from '#host/kernel/net.ts';
import { isInside } from '#host/kernel/ipv4.ts';
import { routesInOrder } from '#host/kernel/routeList.ts';
import type { Cell, Mark, Marks, Rect } from '#stage/mark.ts';
import type { Say } from '../scene.ts';
import type { Cast } from './cast.ts';
import { CLOSE, HEAD, LINE, SIZE } from './line.ts';
import { currentPacket } from './current.ts';
import { shortLink } from './ruleWords.ts';
import { PAD, tableHead } from './tableHead.ts';

const routeCells = ({ to, via, device }: Route, width: number): readonly Cell[] => [
	{ text: to, x: PAD, width: 136, weight: 600 },
	{
		text: [via && `via ${via}`, `dev ${shortLink(device)}`].filter(Boolean).join(' '),
		x: PAD + 140,
		width: width - 2 * PAD - 140,
	},
];

/** The main table, longest first where not all have a line: the one that the packet takes in any case. */
export const routes = (cast: Cast, rect: Rect, lines: number, say: Say): Marks => {
	const all = routesInOrder(cast.net);
	const goal = currentPacket(cast)?.header.destination;
	const fits = (route: Route): boolean =>
		goal !== undefined && route.to !== 'default' && isInside(goal, route.to);
	const shown =
		all.length <= lines
			? all
			: [...all]
					.sort((a, b) => Number(fits(b)) - Number(fits(a)))
					.slice(0, lines)
					.sort((a, b) => all.indexOf(a) - all.indexOf(b));
	const seen = new Set<string>();
	return [
		tableHead('routes', rect, say('routes'), all.length > lines ? all.length : 0),
		...shown.map((route, i): Mark => {
			const key = seen.has(route.to) ? `route:${route.to}/${route.device}` : `route:${route.to}`;
			seen.add(route.to);
			return {
				kind: 'row',
				key,
				x: rect.x,
				y: rect.y + HEAD + i * CLOSE,
				width: rect.width,
				height: LINE,
				size: SIZE,
				cells: routeCells(route, rect.width),
				parent: 'routes',
				label: `${route.to}${route.via ? ` via ${route.via}` : ''} dev ${route.device}`,
			};
		}),
	];
};
