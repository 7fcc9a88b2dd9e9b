import { beforeAll, expect, test } from 'vitest';
import { loadAll } from '../../late.ts';
import { openSession } from '../../session.ts';

beforeAll(loadAll);

const both = [20, 26] as const;
const profiles = { 20: 'docker20-cgroup1', 26: 'docker26-cgroup2' } as const;
/** What the last of these lines prints, standard error behind standard output. */
const said = (version: 20 | 26, lines: readonly string[]): string => {
	const session = openSession({ profile: profiles[version], images: ['busybox:latest'], registry: false });
	const { stdout, stderr } = lines.map((cmd) => session.run({ at: 'host', cmd })).at(-1)!;
	return stdout + stderr;
};
const BOX = 'docker run -d --name box busybox sleep 100';
const cases: readonly (readonly [versions: readonly (20 | 26)[], lines: readonly string[], text: string])[] =
	[
		[both, ['unshare -Ur cat /proc/self/setgroups'], 'deny\n'],
		[both, ['unshare --mount --propagation shared findmnt -n -o PROPAGATION /'], 'shared\n'],
		[both, [BOX, 'ls /var/run/docker/netns | wc -l'], '1\n'],
		[both, [BOX, 'docker rm -f box > /dev/null; ls /var/run/docker/netns | wc -l'], '0\n'],
		[both, [BOX, 'mount | grep -c "^nsfs on /run/docker/netns/"'], '1\n'],
		[
			both,
			[
				BOX,
				'rmdir /run/netns; ln -s /var/run/docker/netns /run/netns; ip netns exec $(ls /run/netns) ip -br -4 addr',
			],
			'172.17.0.2/16',
		],
		[both, ['mkdir m; mount -t tmpfs none m; cd m; findmnt -n -o TARGET ../m'], '/root/lab/m\n'],
		[[26], ['mkdir m; mount -t tmpfs none m; grep -c inode64 /proc/mounts'], '1\n'],
		[[20], ['mkdir m; mount /nosuch m'], 'special device /nosuch does not exist.'],
		[[26], ['mkdir m; mount /nosuch m'], "fsconfig() failed: /nosuch: Can't lookup blockdev."],
		[both, ['ip link add type veth; ip -br link | grep -c "^veth[01]@"'], '2\n'],
		[
			both,
			['ping -c 1 203.0.113.50 > /dev/null; ip neigh show 203.0.113.50 | cut -d" " -f1-5'],
			'203.0.113.50 dev eth0 lladdr',
		],
		[both, [BOX, 'docker exec box cat /proc/net/route'], 'eth0\t00000000\t010011AC\t0003'],
		[both, [BOX, 'docker exec box ls /proc/net'], 'route'],
		[both, ['docker run -d --name web busybox httpd -f', 'docker exec web netstat -ltn'], ':::80'],
		[[26], ['ss -ltn'], 'Peer Address:Port\n'],
		[
			[20],
			['docker run --rm --pids-limit 1 busybox sh -c "ls; true"'],
			"sh: can't fork: Resource temporarily unavailable",
		],
		[both, ['docker run --rm --cpuset-mems 1 busybox true'], 'Requested memory nodes are not available'],
		[
			both,
			[BOX, 'docker update --pids-limit -1 box; docker inspect -f "{{.HostConfig.PidsLimit}}" box'],
			'\n0\n',
		],
		[both, ['iptables -D INPUT 1'], 'No chain/target/match by that name.'],
		[both, ['iptables -t nosuch -L'], "table 'nosuch' does not exist"],
		[
			both,
			[BOX, 'bridge fdb show br docker0 | grep -c "01:00:5e:00:00:6a dev docker0 self permanent"'],
			'1\n',
		],
	];

test.each(cases)('%j: %j', (versions, lines, text) => {
	for (const version of versions) expect(said(version, lines)).toContain(text);
});
