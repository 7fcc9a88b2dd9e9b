import { beforeAll, describe, expect, test } from 'vitest';
import { loadAll } from '../late.ts';
import { openSession } from '../session.ts';

beforeAll(loadAll);

const two = (options: string): string[] => [
	`docker network create ${options} lab`,
	'docker run -d --name one --network lab busybox sleep 1000',
	'docker run -d --name two --network lab busybox sleep 1000',
];
const ended = (profile: 'docker26-cgroup2' | 'docker20-cgroup1', lines: readonly string[]) => {
	const session = openSession({ profile, images: ['busybox:latest'], registry: false });
	return lines.map((line) => session.run({ at: 'host', cmd: line })).at(-1)!;
};

describe.each(['docker26-cgroup2', 'docker20-cgroup1'] as const)(
	'frames between two ports, %s',
	(profile) => {
		test('pass', () => {
			expect(ended(profile, [...two(''), 'docker exec one ping -c 1 two']).exit).toBe(0);
		});
		test('are dropped where containers must not meet', () => {
			const icc = '-o com.docker.network.bridge.enable_icc=false';
			expect(ended(profile, [...two(icc), 'docker exec one ping -c 1 -W 1 two']).exit).toBe(1);
		});
		test('are as long as the network allows', () => {
			const mtu = '-o com.docker.network.driver.mtu=1400';
			expect(ended(profile, [...two(mtu), 'docker exec one cat /sys/class/net/eth0/mtu']).stdout).toBe(
				'1400\n',
			);
		});
		test('an internal network tells of no ports, and keeps reserved addresses', () => {
			const lines = two('--internal --subnet 10.1.0.0/16 --aux-address r=10.1.0.2');
			const format = "docker inspect -f '{{json .NetworkSettings.Ports}}' three";
			const third = 'docker run -d --name three --network lab -p 80:80 busybox sleep 1';
			expect(ended(profile, [...lines, third, format]).stdout).toBe('{}\n');
			expect(ended(profile, [...lines, 'docker exec one hostname -i']).stdout).toBe('10.1.0.3\n');
		});
	},
);
