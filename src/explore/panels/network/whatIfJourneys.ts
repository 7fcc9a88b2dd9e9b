/** Journeys that switches are tried on where the run has none of its own. The last line of each is the one that travels. */
const PAGE = "sh -c 'mkdir /www; echo hello > /www/index.html; httpd -f -p 80 -h /www'";
const HOST = [
	`docker run -d --name web -p 8080:80 busybox ${PAGE}`,
	'docker run -d --name box busybox sleep 1000',
] as const;

export const JOURNEYS = [
	'published',
	'localhost',
	'neighbour',
	'hairpin',
	'bridge',
	'outwards',
	'held',
] as const;
export type JourneyName = (typeof JOURNEYS)[number];

export const journeys: Readonly<Record<JourneyName, readonly string[]>> = {
	published: [...HOST, 'outside$ curl -sS -m 5 http://203.0.113.10:8080/'],
	localhost: [...HOST, 'curl -sS -m 5 http://localhost:8080/'],
	neighbour: [...HOST, 'docker exec box wget -q -T 5 -O - http://203.0.113.10:8080/'],
	hairpin: [...HOST, 'docker exec web wget -q -T 5 -O - http://203.0.113.10:8080/'],
	bridge: [...HOST, 'docker exec box wget -q -T 5 -O - http://172.17.0.2/'],
	outwards: [
		...HOST,
		'outside$ mkdir -p www && echo hello > www/index.html && busybox httpd -p 203.0.113.50:8000 -h www',
		'docker exec box wget -q -T 5 -O - http://203.0.113.50:8000/',
	],
	/** The server is frozen with the request in its hands, so that the connection is open while the host changes. */
	held: [
		...HOST,
		'docker pause web',
		'outside$ curl -sS -m 5 -o page http://203.0.113.10:8080/ & sleep 1',
		'docker unpause web',
		'outside$ wait $! && cat page',
	],
};

/** The journey these lines are, if it is one of these. */
export const journeyOf = (lines: readonly string[]): JourneyName | undefined =>
	JOURNEYS.find((name) => journeys[name].join('\n') === lines.join('\n'));
