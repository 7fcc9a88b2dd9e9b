/** How images come to be, are named, and go, told by commands. */
import { hereDoc } from './dockerfiles.ts';
import { story, type StoryGroup } from './story.ts';

const SITE = hereDoc([
	'FROM busybox',
	'RUN mkdir /app',
	'COPY index.html /app/',
	'RUN echo built > /app/stamp',
	'CMD ["cat", "/app/index.html"]',
]);
const ONE = [SITE, "echo '<p>one</p>' > index.html"];
const FIRST = [...ONE, 'docker build -t site:1 .'];
const WORK = "docker run --name work busybox sh -c 'echo v1 > /version; rm /etc/group'";
const num = (n: number): string =>
	`printf 'FROM busybox\\nRUN echo ${n} > /n\\n' | docker build -q -t num - > /dev/null`;

export const buildStories: readonly StoryGroup[] = [
	{
		name: 'building',
		stories: [
			story('first', ONE, ['docker build -t site:1 .']),
			story('again', FIRST, ['docker build -t site:1 .']),
			story('edited', FIRST, ["echo '<p>two</p>' > index.html", 'docker build -t site:2 .']),
			story('noCache', FIRST, ['docker build --no-cache -t site:1 .']),
			story('fails', FIRST, [
				"sed -i 's/^RUN echo built.*/RUN false/' Dockerfile",
				'docker build -t site:2 .',
			]),
		],
	},
	{
		name: 'naming',
		stories: [
			story('tags', [], ['docker tag busybox mybox', 'docker tag busybox mybox:1', 'docker image ls']),
			story(
				'untag',
				['docker tag busybox mybox'],
				['docker rmi mybox', 'docker rmi busybox', 'docker image ls'],
			),
			story(
				'inUse',
				['docker run -d --name user busybox sleep 1000'],
				['docker rmi busybox', 'docker rmi -f busybox', 'docker ps'],
			),
			story('dangling', [num(1)], [num(2), 'docker image ls', 'docker image prune -f']),
		],
	},
	{
		name: 'moving',
		stories: [
			story('commit', [WORK], ['docker commit work demo', 'docker history demo']),
			story(
				'save',
				[WORK, 'docker commit work demo'],
				['docker save -o demo.tar demo', 'docker rmi demo', 'docker load -i demo.tar', 'docker history demo'],
			),
			story(
				'export',
				[WORK],
				[
					'docker export -o flat.tar work',
					'docker import flat.tar flat',
					'docker history flat',
					'docker run --rm flat',
				],
			),
		],
	},
];
