/** Stories of name resolution; the last line of each asks for a name. */
const LAN = ['docker network create lan'] as const;
const APP = 'docker run -d --name app --network lan busybox sleep 1000';
const PAIR = [...LAN, 'docker run -d --name db --network lan --network-alias store redis', APP] as const;

export const STORIES = ['default', 'link', 'addHost', 'user', 'alias', 'upstream', 'unknown'] as const;
export type StoryName = (typeof STORIES)[number];

export const stories: Readonly<Record<StoryName, readonly string[]>> = {
	default: [
		'docker run -d --name web nginx',
		'docker run -d --name box busybox sleep 1000',
		'docker exec box ping -c 1 web',
	],
	link: [
		'docker run -d --name web nginx',
		'docker run -d --name box --link web:site busybox sleep 1000',
		'docker exec box ping -c 1 site',
	],
	addHost: [
		'docker run -d --name box --add-host gate:203.0.113.50 busybox sleep 1000',
		'docker exec box ping -c 1 gate',
	],
	user: [...PAIR, 'docker exec app ping -c 1 db'],
	alias: [
		...LAN,
		'docker run -d --name db1 --network lan --network-alias store redis',
		'docker run -d --name db2 --network lan --network-alias store redis',
		APP,
		'docker exec app nslookup store',
	],
	upstream: [...PAIR, 'docker exec app ping -c 1 server.lan'],
	unknown: [...PAIR, 'docker exec app ping -c 1 nosuchname'],
};

/** The story these lines are, if they are one. */
export const storyOf = (lines: readonly string[]): StoryName | undefined =>
	STORIES.find((name) => stories[name].join('\n') === lines.join('\n'));
