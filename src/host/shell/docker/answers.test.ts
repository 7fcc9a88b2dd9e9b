import { beforeAll, expect, test } from 'vitest';
import { loadAll } from '../../late.ts';
import { openSession } from '../../session.ts';

beforeAll(loadAll);

const both = [20, 26] as const;
const profiles = { 20: 'docker20-cgroup1', 26: 'docker26-cgroup2' } as const;
/** What the last of these lines prints, standard error behind standard output. */
const said = (version: 20 | 26, lines: readonly string[]): string => {
	const session = openSession({ profile: profiles[version], images: ['busybox:latest'], registry: true });
	const { stdout, stderr } = lines.map((cmd) => session.run({ at: 'host', cmd })).at(-1)!;
	return stdout + stderr;
};
const cases: readonly (readonly [versions: readonly (20 | 26)[], lines: readonly string[], text: string])[] =
	[
		[
			both,
			['docker run --cpuset-cpus a busybox true'],
			'Invalid value a for cpuset cpus: invalid format: a.',
		],
		[both, ['docker run --link a:b:c busybox true'], 'bad format for links: a:b:c'],
		[both, ['docker run --mac-address zz busybox true'], 'docker: zz is not a valid mac address.'],
		[both, ['docker run --device nosuch busybox true'], 'docker: nosuch is not an absolute path.'],
		[
			both,
			['docker run --health-interval 1us busybox true'],
			'Interval in Healthcheck cannot be less than 1ms',
		],
		[[20], ['docker run --tmpfs /x:bogus busybox true'], 'invalid tmpfs option ["bogus"]'],
		[[26], ['docker run --tmpfs /x:bogus busybox true'], 'invalid tmpfs option "bogus"'],
		[both, ['docker run --tmpfs x busybox true'], "invalid mount path: 'x' mount path must be absolute"],
		[both, ['docker run --ipc weird busybox true'], 'Invalid IPC mode: weird'],
		[both, ['docker run --user 99999999999 busybox true'], 'uids and gids must be in range 0-2147483647'],
		[both, ['docker run --log-opt bogus=1 busybox true'], "unknown log opt 'bogus' for json-file log driver"],
		[both, ['docker run -a stdout busybox sh -c "echo out; echo err >&2"'], 'out\n'],
		[both, ['docker run -v a:b:c:d busybox true'], "invalid volume specification: 'a:b:c:d'.\n"],
		[[26], ['docker run -v :/x busybox true'], 'invalid spec: :/x: empty section between colons'],
		[[20], ['docker run --blkio-weight 5 busybox true'], 'Weight discarded'],
		[[20], ['docker run --network a --network b busybox true'], 'connected to network endpoints: a, b'],
		[both, ['docker volume rm -f nosuch'], 'nosuch\n'],
		[
			both,
			[
				'docker volume create --opt type=tmpfs --opt device=tmpfs --opt o=size=1m tm',
				'docker run --rm -v tm:/t busybox df -k /t',
			],
			'1024   0% /t',
		],
		[
			both,
			[
				'docker volume create --opt type=none --opt o=bind --opt device=/nosuch bad',
				'docker run --rm -v bad:/x busybox true',
			],
			'mount /nosuch:/var/lib/docker/volumes/bad/_data, flags: 0x1000: no such file or directory.',
		],
		[both, ['docker volume create --opt foo=bar vol'], 'create vol: invalid option: "foo"'],
		[
			both,
			['docker run -d --name box busybox sleep 9', 'docker exec -w /nosuch box pwd'],
			'chdir to cwd ("/nosuch")',
		],
		[
			both,
			['docker run -d --name box busybox sleep 9', 'docker logs --since bogus box'],
			'invalid value for "since"',
		],
		[
			both,
			['docker build --build-arg X=1 - <<< "FROM busybox"'],
			'[Warning] One or more build-args [X] were not',
		],
		[both, ['docker build - <<< "RUN ls"'], 'Error response from daemon: no build stage in current context'],
		[both, ["printf 'FROM busybox\\nEXPOSE abc\\n' | docker build -"], 'Invalid containerPort: abc'],
		[both, ["printf 'FROM busybox\\nUSER\\n' | docker build -"], 'USER requires exactly one argument'],
		[
			[20],
			['docker create --name box busybox', 'docker commit -c BOGUS box'],
			'bogus is not a valid change command',
		],
		[both, ['docker create --name box busybox', 'docker commit box made; docker history made'], '0B'],
		[both, ['docker save busybox | tar xO manifest.json'], '"RepoTags":["busybox:latest"]'],
		[both, ['docker save nosuch'], 'No such image: nosuch\n'],
		[
			both,
			['docker login -u a -p b localhost:5000', 'docker logout localhost:5000'],
			'Removing login credentials',
		],
		[
			both,
			['docker tag busybox localhost:5000/b:1', 'docker push localhost:5000/b'],
			'tag does not exist: localhost:5000/b:latest\n',
		],
		[
			both,
			['DOCKER_CONTENT_TRUST=1 docker run busybox true'],
			'docker: Error: error contacting notary server: dial tcp',
		],
		[both, ['DOCKER_CONTENT_TRUST=1 docker create busybox true'], 'Error: error contacting notary server'],
		[both, ['DOCKER_CONTENT_TRUST=0 docker run busybox echo ran'], 'ran\n'],
		[both, ['DOCKER_CONTENT_TRUST=1 docker run --disable-content-trust busybox echo ran'], 'ran\n'],
		[both, ['docker network create --ipv6 six'], 'non-overlapping IPv6 address pool'],
		[both, ['docker node ls'], 'This node is not a swarm manager.'],
		[both, ['docker context ls'], 'Current DOCKER_HOST based configuration'],
		[both, ['docker --context bogus ps'], 'context "bogus"'],
		[both, ['docker builder prune -f'], 'Total reclaimed space: 0B'],
	];

test.each(cases)('%j: %j', (versions, lines, text) => {
	for (const version of versions) expect(said(version, lines)).toContain(text);
});

test('docker info tells of the storage driver, plugins and security of its version', () => {
	expect(said(20, ['docker info'])).toContain('  userxattr: false\n Logging Driver: json-file\n');
	expect(said(20, ['docker info'])).toContain('  seccomp\n   Profile: default\n Kernel Version:');
	expect(said(26, ['docker info'])).toContain(
		'  apparmor\n  seccomp\n   Profile: builtin\n  cgroupns\n Kernel',
	);
});
