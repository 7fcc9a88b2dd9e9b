/** How images travel between a host and a registry, and what an attacker in between can do, told by commands. */
import { story, type StoryGroup } from './story.ts';

const HUB = 'docker run -d --name hub -p 5000:5000 -v hub:/var/lib/registry registry:2';
const APP = 'localhost:5000/app:1';
const built = (what: string, name: string): string =>
	`printf 'FROM busybox\\nRUN echo ${what} > /app\\n' | docker build -q -t ${name} - > /dev/null`;
const PUBLISHED = [HUB, built('good', APP), `docker push ${APP}`];
const DIGEST = `D=$(docker inspect -f '{{index .RepoDigests 0}}' ${APP})`;
const SWAP = [built('evil', APP), `docker push ${APP}`, `docker rmi ${APP}`];
const DISK = '/var/lib/docker/volumes/hub/_data';

export const shipStories: readonly StoryGroup[] = [
	{
		name: 'moving',
		stories: [
			story('push', [HUB], ['docker tag busybox localhost:5000/box:1', 'docker push localhost:5000/box:1']),
			story(
				'known',
				[HUB, 'docker tag busybox localhost:5000/box:1', 'docker push localhost:5000/box:1'],
				['docker push localhost:5000/box:1', built('good', APP), `docker push ${APP}`],
			),
			story('pull', [...PUBLISHED, `docker rmi ${APP}`], [`docker pull ${APP}`, `docker pull ${APP}`]),
			story('catalog', PUBLISHED, ['curl -s http://localhost:5000/v2/_catalog', `find ${DISK} -type f`]),
		],
	},
	{
		name: 'trust',
		stories: [
			story('swapped', PUBLISHED, [...SWAP, `docker pull ${APP}`, `docker run --rm ${APP} cat /app`]),
			story('digest', [...PUBLISHED, DIGEST, ...SWAP], ['docker pull $D', 'docker run --rm $D cat /app']),
			story(
				'tampered',
				[...PUBLISHED, `docker rmi ${APP} busybox`],
				[`for f in $(find ${DISK} -name data -size +500k); do echo evil >> $f; done`, `docker pull ${APP}`],
			),
		],
	},
];
