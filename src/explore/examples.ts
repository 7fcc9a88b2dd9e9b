import type { SceneName } from '#share/sceneName.ts';

/** What each picture plays by itself: the commands that show best what it is about. */
export const EXAMPLES: Readonly<Record<SceneName, readonly string[]>> = {
	namespaces: ['docker run -d --name web nginx', 'docker run -d --name box --pid host busybox sleep 1000'],
	cgroups: [
		'docker run -d --name web --memory 256m --cpus 0.5 nginx',
		'docker run -d --name db --memory 64m redis',
		'docker pause db',
	],
	network: ['docker run -d --name web -p 8080:80 nginx', 'outside$ curl http://203.0.113.10:8080/'],
	layers: [
		'docker run -d --name web nginx',
		"docker exec web sh -c 'echo hello > /usr/share/nginx/html/index.html'",
		'docker exec web rm /etc/nginx/conf.d/default.conf',
	],
	lifecycle: [
		'docker create --name web nginx',
		'docker start web',
		'docker pause web',
		'docker unpause web',
		'docker stop web',
		'docker rm web',
	],
};

/** The run whose one moment the home page shows in all five pictures. */
export const SHOWN = [
	'docker run -d --name web -p 8080:80 --memory 256m nginx',
	'docker run -d --name db redis',
	'outside$ curl http://203.0.113.10:8080/',
];
