/** Commands, valid and not, in any order: what the properties are tried on. */
import fc from 'fast-check';

const name = fc.constantFrom('aa', 'web', 'db', 'c1', 'nosuch');
const image = fc.constantFrom('busybox', 'nginx', 'redis', 'nosuch');
const flag = fc.constantFrom(
	'',
	'-p 8080:80',
	'-p 80',
	'--network lan',
	'--network none',
	'--network host',
	'-m 64m',
	'--pids-limit 5',
	'--restart always',
	'--restart on-failure:2',
	'--rm',
	'-v vol:/v',
	'--pid host',
	'--init',
	'--nosuch',
	'-m 1',
	'--read-only',
);
const program = fc.constantFrom(
	'',
	'sleep 1000',
	'true',
	'false',
	'nosuch',
	"sh -c 'exit 3'",
	"sh -c 'trap : TERM; while :; do sleep 1; done'",
);

const docker = fc.oneof(
	fc
		.tuple(name, image, flag, flag, program)
		.map(([n, i, f, g, p]) => `docker run -d --name ${n} ${f} ${g} ${i} ${p}`),
	fc.tuple(name, image, program).map(([n, i, p]) => `docker create --name ${n} ${i} ${p}`),
	fc
		.tuple(
			fc.constantFrom(
				'start',
				'stop -t 1',
				'kill',
				'pause',
				'unpause',
				'restart -t 0',
				'rm',
				'rm -f',
				'inspect',
				'logs',
				'top',
				'port',
				'diff',
				'kill -s TERM',
				'wait x;docker inspect',
			),
			name,
		)
		.map(([verb, n]) => `docker ${verb} ${n}`),
	fc
		.tuple(
			name,
			fc.constantFrom(
				'ps',
				'kill -9 1',
				"sh -c 'echo x > /tmp/f; rm -f /etc/passwd'",
				'nosuch',
				'ip addr',
				'cat /etc/hosts',
				'mkdir /tmp',
			),
		)
		.map(([n, c]) => `docker exec ${n} ${c}`),
	fc.tuple(name, name).map(([a, b]) => `docker rename ${a} ${b}`),
	fc.constantFrom(
		'docker network create lan',
		'docker network rm lan',
		'docker network connect lan web',
		'docker network disconnect bridge web',
		'docker ps -a',
		'docker system prune -f',
		'docker volume prune -f',
		'docker network prune -f',
		'docker conatiner ls',
		'docker run',
		'docker update -m 100m web',
		'systemctl restart docker',
		'docker rmi -f busybox',
		'docker commit web mine',
	),
);
const tools = fc.constantFrom(
	'ps -e',
	'ip addr',
	'ip route',
	'iptables-save',
	'conntrack -L',
	'mount',
	'ls /proc/1/ns',
	'cat /proc/self/cgroup',
	'kill -9 $(docker inspect -f "{{.State.Pid}}" web)',
	'unshare --pid --fork sleep 1',
	'sleep 2',
	'curl -s -m 1 http://localhost:8080/',
	'nosuchcommand',
	'echo $(',
	'mkdir /sys/fs/cgroup/x',
	'rmdir /sys/fs/cgroup/x',
	'ip link set docker0 down',
	'ip netns add n',
	'ip netns del n',
	'iptables -t nat -F',
	'echo 1 > /tmp/a; cat /tmp/a; rm /tmp/a',
);
const outside = fc.constantFrom(
	'curl -s -m 1 http://203.0.113.10:8080/',
	'ping -c 1 203.0.113.10',
	'curl -s http://172.17.0.2/',
);

export type Typed = { readonly at: 'host' | 'outside'; readonly cmd: string };
export const anyCommand: fc.Arbitrary<Typed> = fc.oneof(
	{ weight: 6, arbitrary: docker.map((cmd): Typed => ({ at: 'host', cmd })) },
	{ weight: 2, arbitrary: tools.map((cmd): Typed => ({ at: 'host', cmd })) },
	{ weight: 1, arbitrary: outside.map((cmd): Typed => ({ at: 'outside', cmd })) },
);
