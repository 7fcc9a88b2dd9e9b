/** Ways of translating, each as lines that run on a host of its own, with what the reader chooses in them. */
export const WAYS = ['nat', 'napt', 'forwarding'] as const;
export type Way = (typeof WAYS)[number];

/** What can be chosen in each; the first is what stands there. */
export const choices: Readonly<Record<Way, readonly string[]>> = {
	nat: ['203.0.113.11', '203.0.113.12', '203.0.113.99'],
	napt: ['40000', '45000', '50000'],
	forwarding: ['8080', '80', '9000', '127.0.0.1:8080'],
};

const SERVER =
	'outside$ mkdir -p www && echo hello > www/index.html && busybox httpd -p 203.0.113.50:8000 -h www';
const asking = (name: string, port: string): string =>
	`docker exec ${name} sh -c "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -p ${port} 203.0.113.50 8000 | tail -n 1"`;

const made: Readonly<Record<Way, (choice: string) => readonly string[]>> = {
	nat: (outer) => [
		SERVER,
		"docker run -d --name web busybox sh -c 'mkdir /www; echo hello > /www/index.html; httpd -f -p 80 -h /www'",
		`ip addr add ${outer}/24 dev eth0`,
		`iptables -t nat -I PREROUTING -d ${outer} -j DNAT --to-destination 172.17.0.2`,
		`iptables -t nat -I POSTROUTING -s 172.17.0.2 ! -o docker0 -j SNAT --to-source ${outer}`,
		'iptables -I DOCKER-USER -d 172.17.0.2 -j ACCEPT',
		`outside$ curl -sS -m 5 http://${outer}/`,
		'docker exec web wget -q -T 5 -O - http://203.0.113.50:8000/',
	],
	napt: (port) => [
		SERVER,
		'docker run -d --name one busybox sleep 1000',
		'docker run -d --name two busybox sleep 1000',
		asking('one', port),
		asking('two', port),
	],
	forwarding: (where) => [
		`docker run -d --name web -p ${where}:80 busybox sh -c 'mkdir /www; echo hello > /www/index.html; httpd -f -p 80 -h /www'`,
		`outside$ curl -sS -m 5 http://203.0.113.10:${where.split(':').at(-1)}/`,
	],
};

export const linesOf = (way: Way, choice: string): readonly string[] => made[way](choice);
/** How many lines of a way only make things ready. */
export const readyAfter: Readonly<Record<Way, number>> = { nat: 6, napt: 3, forwarding: 1 };

/** Which way, with which choice, these lines are. */
export function wayOf(lines: readonly string[]): { way: Way; choice: string } | undefined {
	const text = lines.join('\n');
	for (const way of WAYS)
		for (const choice of choices[way]) if (linesOf(way, choice).join('\n') === text) return { way, choice };
	return undefined;
}
