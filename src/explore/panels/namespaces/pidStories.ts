/** Stories about process numbers: each begins a run of its own. */
export const STORIES = {
	twice: ['docker run -d --name web nginx', 'docker exec web cat /proc/1/comm', 'docker top web'],
	enter: [
		'docker run -d --name box busybox sleep 1000',
		'docker exec box ps',
		'docker exec -d box sleep 500',
	],
	nested: [
		'docker run -d --name deep --privileged busybox sleep 1000',
		'docker exec -d deep unshare -p -f sleep 500',
		"grep NSpid /proc/$(pgrep -f 'sleep 500' | tail -1)/status",
	],
	shielded: [
		'docker run -d --name box busybox sleep 1000',
		'docker exec box kill -TERM 1',
		'docker exec box kill -KILL 1',
		"docker inspect -f '{{.State.Status}}' box",
	],
	ends: [
		"docker run -d --name box busybox sh -c 'sleep 500 & sleep 600 & sleep 1000'",
		"kill -9 $(docker inspect -f '{{.State.Pid}}' box)",
		"docker ps -a --format '{{.Names}} {{.Status}}'",
	],
	shared: [
		'docker run -d --name web nginx',
		'docker run -d --name near --pid container:web busybox sleep 1000',
		'docker run -d --name open --pid host busybox sleep 1000',
		'docker exec near ps',
	],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type StoryName = keyof typeof STORIES;
export const storyNames = Object.keys(STORIES) as readonly StoryName[];
