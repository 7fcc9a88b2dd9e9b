/** The maps of user numbers on a host, as a table beside the rulers, and the stories that make some. */
import type { IdRange } from '#host/kernel/namespace.ts';
import type { HostState } from '#host/state.ts';

/** Each a way to a user namespace; a container of Docker's keeps the host's. */
export const STORIES = {
	docker: ['docker run -d --name web nginx', 'docker exec web cat /proc/self/uid_map'],
	root: ['unshare --user --map-root-user sleep 300 &', 'cat /proc/$!/uid_map', 'ps -o user,pid,comm -p $!'],
	none: ['unshare --user sleep 300 &', 'cat /proc/$!/uid_map', 'unshare --user id -u'],
	range: [
		'unshare --user sleep 300 &',
		"echo '0 100000 65536' > /proc/$!/uid_map",
		"echo '0 100000 65536' > /proc/$!/gid_map",
		'nsenter -t $! -U touch /tmp/mine',
		'nsenter -t $! -U ls -ln /tmp/mine',
		'ls -ln /tmp/mine',
	],
} as const satisfies Readonly<Record<string, readonly string[]>>;
export type StoryName = keyof typeof STORIES;
export const storyNames = Object.keys(STORIES) as readonly StoryName[];

export interface MapRow {
	readonly inode: number;
	readonly isHosts: boolean;
	readonly ranges: readonly IdRange[];
	readonly tasks: number;
}

export const mapRows = (state: HostState): readonly MapRow[] =>
	state.namespaces
		.filter(({ type, machine }) => type === 'user' && machine === 'host')
		.map(({ inode, isInitial, uidMap = [] }) => ({
			inode,
			isHosts: isInitial,
			ranges: uidMap,
			tasks: state.tasks.filter(({ namespaces, status }) => namespaces.user === inode && status !== 'Z')
				.length,
		}))
		.sort((a, b) => a.inode - b.inode);
