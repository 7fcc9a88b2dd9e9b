/** Local is the host's own processes: where INPUT leads and OUTPUT begins, with the ports they wait on. */
import type { Mark, Marks } from '#stage/mark.ts';
import type { Say } from '../scene.ts';
import type { Cast } from './cast.ts';
import { LOCAL } from './places.ts';

const NAME = 4;
export const local = (cast: Cast, say: Say): Marks => {
	const ports = [
		...cast.proxies.map((socket) => ({
			key: `proxy:${socket.port}`,
			text: `:${socket.port}`,
			title: `docker-proxy :${socket.port}`,
		})),
		...cast.services.map((socket) => {
			const comm = cast.state.tasks.get(socket.pid)?.comm ?? '';
			return { key: `socket:host/${socket.port}`, text: `:${socket.port}`, title: `${comm} :${socket.port}` };
		}),
	];
	const room = LOCAL.width - 16;
	let x = LOCAL.x + 8;
	const shown: Mark[] = [];
	for (const [i, port] of ports.entries()) {
		const width = Math.ceil(port.text.length * 8.4 + 14);
		const isLast = i === ports.length - 1;
		if (x + width > LOCAL.x + 8 + room - (isLast ? 0 : 40)) break;
		shown.push({
			kind: 'token',
			...port,
			x,
			y: LOCAL.y + 21,
			width,
			height: 21,
			size: 14,
			look: 'tile',
			tone: 'ink',
			weight: 600,
			fill: 'surface',
			parent: 'local',
			label: port.title,
		});
		x += width + NAME;
	}
	const rest = ports.length - shown.length;
	return [
		{
			kind: 'box',
			key: 'local',
			...LOCAL,
			layer: 4,
			fill: 'tint',
			tone: 'faint',
			radius: 9,
			label: say('local'),
		},
		{
			kind: 'label',
			key: 'local:name',
			x: LOCAL.x + 10,
			y: LOCAL.y + 15,
			text: cast.proxies.length ? say('local.proxy') : say('local'),
			size: 13,
			weight: 600,
			tone: 'muted',
		},
		...shown,
		...(rest > 0
			? [
					{
						kind: 'label',
						key: 'local:more',
						x: LOCAL.x + LOCAL.width - 10,
						y: LOCAL.y + 36,
						anchor: 'end',
						text: `+${rest}`,
						size: 13,
						mono: true,
						tone: 'muted',
					} as const,
				]
			: []),
	];
};
