/** Journeys: what sets the stage, and the line whose packet travels; the last line of each is the one that travels. */
import type { Timeline } from '#timeline/timeline.ts';

export interface Journey {
	/** Its words in locales/<lang>/panels/network-journeys.json: `NAME` and `NAME.end`. */
	readonly name: string;
	readonly lines: readonly string[];
}

export interface JourneyGroup {
	readonly name: string;
	readonly journeys: readonly Journey[];
}

const WEB = 'docker run -d --name web -p 8080:80 nginx';
const HIDDEN = 'docker run -d --name web nginx';
const BOX = 'docker run -d --name box busybox sleep 1000';

export const journeyGroups: readonly JourneyGroup[] = [
	{
		name: 'in',
		journeys: [
			{ name: 'published', lines: [WEB, 'outside$ curl -s http://203.0.113.10:8080/'] },
			{ name: 'unpublished', lines: [HIDDEN, 'outside$ curl -s http://203.0.113.10:80/'] },
			{ name: 'direct', lines: [HIDDEN, 'outside$ curl -s -m 2 http://172.17.0.2/'] },
			{
				name: 'routed',
				lines: [
					HIDDEN,
					'outside$ ip route add 172.17.0.0/16 via 203.0.113.10',
					'outside$ curl -s -m 2 http://172.17.0.2/',
				],
			},
		],
	},
	{
		name: 'out',
		journeys: [
			{
				name: 'masquerade',
				lines: [
					'outside$ busybox httpd -f -p 203.0.113.50:8000 -h /etc &',
					BOX,
					'docker exec box wget -q -O - http://203.0.113.50:8000/hostname',
				],
			},
			{ name: 'second', lines: [BOX, 'docker exec box ping -c 2 203.0.113.50'] },
		],
	},
	{
		name: 'within',
		journeys: [
			{ name: 'bridge', lines: [HIDDEN, BOX, 'docker exec box ping -c 1 172.17.0.2'] },
			{
				name: 'name',
				lines: [
					'docker network create lan',
					'docker run -d --name web --network lan nginx',
					'docker run -d --name box --network lan busybox sleep 1000',
					'docker exec box ping -c 1 web',
				],
			},
			{ name: 'noName', lines: [HIDDEN, BOX, 'docker exec box ping -c 1 web'] },
			{
				name: 'isolation',
				lines: [
					'docker network create red',
					'docker network create blue',
					'docker run -d --name r1 --network red busybox sleep 1000',
					'docker run -d --name b1 --network blue busybox sleep 1000',
					'docker exec r1 ping -c 1 -W 1 172.19.0.2',
				],
			},
		],
	},
	{
		name: 'host',
		journeys: [
			{ name: 'localhost', lines: [WEB, 'curl -s http://localhost:8080/'] },
			{ name: 'own', lines: [WEB, 'curl -s http://203.0.113.10:8080/'] },
			{
				name: 'hairpin',
				lines: [
					'docker run -d --name web -p 8080:80 busybox httpd -f -h /etc',
					'docker exec web wget -q -O - http://203.0.113.10:8080/hostname',
				],
			},
			{ name: 'conflict', lines: [WEB, 'docker run -d --name web2 -p 8080:80 nginx'] },
		],
	},
	{
		name: 'modes',
		journeys: [
			{
				name: 'modeHost',
				lines: ['docker run -d --name web --network host nginx', 'outside$ curl -s http://203.0.113.10/'],
			},
			{
				name: 'modeNone',
				lines: [
					'docker run -d --name box --network none busybox sleep 1000',
					'docker exec box ping -c 1 172.17.0.1',
				],
			},
			{
				name: 'modeContainer',
				lines: [
					HIDDEN,
					'docker run -d --name box --network container:web busybox sleep 1000',
					'docker exec box wget -q -O - http://localhost/',
				],
			},
		],
	},
];

export const journeys: readonly Journey[] = journeyGroups.flatMap((group) => group.journeys);

/** Which journey these lines are. */
export const journeyOf = (lines: readonly string[]): Journey | undefined =>
	journeys.find((journey) => journey.lines.join('\n') === lines.join('\n'));

/** How many beats are over when the packet of the last line sets out, or a name is looked for; without either, when the line begins. */
export const departure = ({ beats, steps }: Pick<Timeline, 'beats' | 'steps'>): number => {
	const last = steps.at(-1);
	if (!last) return 0;
	const first = beats
		.slice(last.from, last.to)
		.findIndex(({ events }) => events.some(({ kind }) => /^(packet\.send|name\.)/.test(kind)));
	return last.from + Math.max(0, first);
};
