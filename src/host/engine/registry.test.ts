import { describe, expect, it } from 'vitest';
import { loadAll } from '../late.ts';
import { usualSession } from '../session.ts';

await loadAll();

const HUB = 'docker run -d --name hub -p 5000:5000 -v hub:/var/lib/registry registry:2';
const BLOBS = '/var/lib/docker/volumes/hub/_data/docker/registry/v2/blobs/sha256/*/*/data';

const ran = (lines: readonly string[]) => {
	const session = usualSession();
	return lines.map((cmd) => session.run({ at: 'host', cmd }));
};

describe('a registry in a container', () => {
	it('takes what is pushed into files of its volume, and gives it back', () => {
		const done = ran([
			HUB,
			'docker tag busybox localhost:5000/box:1',
			'docker push localhost:5000/box:1',
			'docker push localhost:5000/box:1',
			`ls ${BLOBS} | wc -l`,
			'docker diff hub',
			'docker rmi localhost:5000/box:1 busybox',
			'docker pull localhost:5000/box:1',
			'docker run --rm localhost:5000/box:1 echo here',
		]);
		expect(done.map((each) => each.exit)).toEqual(done.map(() => 0));
		expect(done[2]?.stdout).toContain(': Pushed');
		expect(done[3]?.stdout).toContain('Layer already exists');
		expect(done[4]?.stdout.trim()).toBe('3');
		expect(done[5]?.stdout).toBe('');
		expect(done[7]?.stdout).toContain('Downloaded newer image for localhost:5000/box:1');
		expect(done[8]?.stdout).toBe('here\n');
	});

	it('is the same one again after stop and start, and another without its volume', () => {
		const done = ran([
			HUB,
			'docker tag busybox localhost:5000/box:1',
			'docker push localhost:5000/box:1',
			'docker stop hub',
			'docker pull localhost:5000/box:1',
			'docker start hub',
			'curl -s http://localhost:5000/v2/_catalog',
			'docker rm -f hub',
			HUB,
			'curl -s http://localhost:5000/v2/_catalog',
			'docker rm -f hub',
			'docker volume rm hub',
			HUB,
			'curl -s http://localhost:5000/v2/_catalog',
		]);
		expect(done[4]?.stderr).toContain('connect: connection refused');
		expect(done[6]?.stdout).toBe('{"repositories":["box"]}\n');
		expect(done[9]?.stdout).toBe('{"repositories":["box"]}\n');
		expect(done[13]?.stdout).toBe('{"repositories":[]}\n');
	});

	it('cannot pass off a layer that was changed on its disk', () => {
		const done = ran([
			HUB,
			'docker tag busybox localhost:5000/box:1',
			'docker push localhost:5000/box:1',
			'docker rmi localhost:5000/box:1 busybox',
			`for f in $(find /var/lib/docker/volumes/hub/_data -name data -size +500k); do echo x >> $f; done`,
			'docker pull localhost:5000/box:1',
			'docker images -q localhost:5000/box',
		]);
		expect(done[5]?.stderr).toMatch(/filesystem layer verification failed for digest sha256:[0-9a-f]{64}/);
		expect(done[6]?.stdout).toBe('');
	});

	it('gives another image for a tag that was pushed over, and the first one by its digest', () => {
		const done = ran([
			HUB,
			'docker tag busybox localhost:5000/app:1',
			'docker push localhost:5000/app:1',
			`D=$(docker inspect -f '{{index .RepoDigests 0}}' localhost:5000/app:1)`,
			"printf 'FROM busybox\\nRUN echo evil > /evil\\n' | docker build -q -t localhost:5000/app:1 - > /dev/null",
			'docker push localhost:5000/app:1',
			'docker rmi localhost:5000/app:1',
			'docker pull localhost:5000/app:1',
			'docker run --rm localhost:5000/app:1 cat /evil',
			'docker pull $D',
			'docker run --rm $D cat /evil',
		]);
		expect(done[8]?.stdout).toBe('evil\n');
		expect(done[9]?.exit).toBe(0);
		expect(done[10]?.stderr).toContain('No such file');
	});

	it('speaks HTTP, which the engine takes from the loopback only', () => {
		const done = ran([HUB, 'docker tag busybox 172.17.0.2:5000/x', 'docker push 172.17.0.2:5000/x']);
		expect(done[2]?.stderr).toContain('server gave HTTP response to HTTPS client');
	});
});
