import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { open, type Run } from '#explore/model.ts';
import { loadAll } from '#host/late.ts';
import type { ProfileName } from '#host/profile.ts';
import type { Card, Chip, Label, Mark, Marks, Row, Token } from '#stage/mark.ts';
import type { Recording } from '#host/recording.ts';

beforeAll(loadAll);
const LONG = { timeout: 120_000 };

/** What stands on the network's stage after each command of a recorded session, beside what that command printed. */
class Watched {
	readonly run: Run;
	readonly recording: Recording;

	constructor(run: Run, recording: Recording) {
		this.run = run;
		this.recording = recording;
	}

	#at(command: string, nth: number): number {
		const found = this.recording.steps.flatMap(({ cmd }, i) => (cmd.startsWith(command) ? [i] : []));
		if (found[nth] === undefined) throw new Error(`nobody typed ${command}`);
		return found[nth];
	}
	printed(command: string, nth = 0): string {
		const { stdout, stderr } = this.recording.steps[this.#at(command, nth)]!;
		return stdout + stderr;
	}
	#marksAt(beat: number): Marks {
		const { start, duration } = this.run.timeline.beats[beat]!;
		return this.run.marks('network', start + duration);
	}
	/** After a command. */
	after(command: string, nth = 0): Marks {
		return this.#marksAt(this.run.timeline.steps[this.#at(command, nth)]!.to - 1);
	}
	/** At every beat of a command. */
	during(command: string, nth = 0): readonly Marks[] {
		const { from, to } = this.run.timeline.steps[this.#at(command, nth)]!;
		return Array.from({ length: to - from }, (_, i) => this.#marksAt(from + i));
	}
}

const profiles = ['docker26-cgroup2', 'docker20-cgroup1'] as const satisfies readonly ProfileName[];

const watched = async (id: string, host: ProfileName): Promise<Watched> => {
	const file = new URL(`recordings/${host}/${id}.json`, import.meta.url);
	const recording = JSON.parse(readFileSync(file, 'utf8')) as Recording;
	const lines = recording.steps.map(({ at, cmd }) =>
		at === 'outside' ? `outside$ ${cmd}` : at === 'clock' ? cmd : `host$ ${cmd}`,
	);
	return new Watched(await open(lines, 'en', { host, detail: 'full', stops: false }), recording);
};

const find = <M extends Mark>(marks: Marks, key: string): M => {
	const mark = marks.find((each) => each.key === key);
	if (!mark) throw new Error(`${key} is not on the stage`);
	return mark as M;
};
const words = (row: Row): string =>
	row.cells
		.map(({ text }) => text)
		.join(' ')
		.trim();
const keyed = (marks: Marks, start: string): Marks => marks.filter(({ key }) => key.startsWith(start));
const cards = (moments: readonly Marks[]): readonly Card[] =>
	moments.flatMap((marks) => marks.filter((mark): mark is Card => mark.kind === 'card'));
const rowsOf = (card: Card): Readonly<Record<string, string>> =>
	Object.fromEntries(card.rows.map(({ name, value }) => [name, value]));
/** `before → after` of every rewrite seen, each once. */
const rewrites = (moments: readonly Marks[]): readonly string[] => [
	...new Set(
		cards(moments).flatMap(({ rows }) =>
			rows.flatMap(({ was, value }) => (was === undefined ? [] : [`${was} → ${value}`])),
		),
	),
];
/** Ports that clients draw differ from run to run. */
const drawn = (text: string): string => text.replace(/\b(3[3-9]|[45]\d|6[0-5])\d{3}\b/g, 'PORT');

/** The rules of a chain as the stage names them, and as iptables-save printed them. */
const rulesOn = (marks: Marks, table: string, chain: string): readonly string[] =>
	keyed(marks, `rule:${table}/${chain}/`).map(({ label = '' }) => label.replace(/^\S+ \S+ \d+: /, ''));
const rulesIn = (saved: string, chain: string): readonly string[] =>
	saved
		.split('\n')
		.flatMap((line) => (line.startsWith(`-A ${chain} `) ? [line.slice(4 + chain.length)] : []));

/** A line of `conntrack -L` and a connection of the stage, in the same words. */
const tuplesIn = (line: string): readonly string[] =>
	[...line.matchAll(/src=(\S+) dst=(\S+)(?: sport=(\d+) dport=(\d+))?/g)].map(
		([, source, destination, from, to]) =>
			drawn(from === undefined ? `${source} → ${destination}` : `${source}:${from} → ${destination}:${to}`),
	);
const tuplesOn = (marks: Marks): readonly (readonly string[])[] =>
	keyed(marks, 'flow:')
		.filter(({ key }) => /^flow:\d+$/.test(key))
		.map(({ key }) =>
			['original', 'reply'].map((part) =>
				drawn(
					find<Row>(marks, `${key}/${part}`)
						.cells.slice(1)
						.map(({ text }) => text)
						.join(' '),
				),
			),
		);

describe.each(profiles)('net-01-bridge on %s', (profile) => {
	let it: Watched;
	beforeAll(async () => (it = await watched('net-01-bridge', profile)), LONG.timeout);

	test('addresses: docker0’s, and what two containers were given', () => {
		expect(find<Label>(it.after('docker run', 1), 'address:docker0').text).toBe(
			/inet (\S+)\/16/.exec(it.printed('ip -4 addr show docker0'))![1],
		);
		const told = it.printed('docker inspect -f').trim().split('\n');
		expect(told.length).toBe(2);
		for (const line of told) {
			const [name, address] = line.slice(1).split(' ');
			expect(find<Label>(it.after('docker inspect -f'), `address:${name}`).text).toBe(address);
		}
	});

	test('routes, line by line', () => {
		const printed = it.printed('ip route').trim().split('\n');
		const shown = keyed(it.after('ip route'), 'route:').filter(({ kind }) => kind === 'row') as Row[];
		expect(shown.map(words)).toEqual(
			printed.map((line) => /^(\S+) dev (\S+)/.exec(line)!).map(([, to, dev]) => `${to} dev ${dev}`),
		);
	});

	test('container to container: the neighbour table that arp printed; iptables looks on (br_netfilter), and nothing is rewritten', () => {
		const marks = it.after('docker exec c1 ping -c 2 172.17.0.3');
		const [, address, mac] = /\? \((172\.17\.0\.3)\) at (\S+)/.exec(it.printed('docker exec c1 arp -n'))!;
		expect(words(find<Row>(marks, `neighbour:${address}`))).toBe(`${address} ${mac}`);
		const during = it.during('docker exec c1 ping -c 2 172.17.0.3');
		const hooks = during.flatMap((moment) =>
			moment.filter(({ key, act }) => act && key.startsWith('hook:')).map(({ key }) => key),
		);
		expect(new Set(hooks)).toEqual(new Set(['hook:PREROUTING', 'hook:FORWARD', 'hook:POSTROUTING']));
		const addresses = cards(during).flatMap((card) => [rowsOf(card)['from'], rowsOf(card)['to']]);
		expect(new Set(addresses.filter(Boolean))).toEqual(new Set(['172.17.0.2', '172.17.0.3']));
	});

	test('nobody at an address: nobody tells the MAC, and the packet goes nowhere', () => {
		expect(it.printed('docker exec c1 ping -c 1 -W 1')).toContain('100% packet loss');
		const card = cards([it.after('docker exec c1 ping -c 1 -W 1')])[0]!;
		expect(rowsOf(card)['fate']).toBe('MAC unknown');
		expect(rowsOf(card)['to']).toBe('172.17.0.9');
	});
});

describe.each(profiles)('net-03-publish on %s', (profile) => {
	let it: Watched;
	beforeAll(async () => (it = await watched('net-03-publish', profile)), LONG.timeout);
	const GET = 'curl -s http://203.0.113.10:8080/';

	test.each([0, 1, 2])('the nat table, iptables-save number %i', (nth) => {
		const [saved, marks] = [it.printed('iptables-save -t nat', nth), it.after('iptables-save -t nat', nth)];
		for (const chain of ['PREROUTING', 'OUTPUT', 'POSTROUTING', 'DOCKER'])
			expect(rulesOn(marks, 'nat', chain)).toEqual(rulesIn(saved, chain));
	});

	test.each([0, 1])('the filter table, iptables-save number %i', (nth) => {
		const saved = it.printed('iptables-save -t filter', nth);
		const marks = it.after('iptables-save -t filter', nth);
		for (const chain of ['FORWARD', 'DOCKER', 'DOCKER-USER'])
			expect(rulesOn(marks, 'filter', chain)).toEqual(rulesIn(saved, chain));
		for (const chain of ['DOCKER-ISOLATION-STAGE-1', 'DOCKER-ISOLATION-STAGE-2'])
			expect(words(find<Row>(marks, `chain:filter/${chain}`))).toContain(
				`${rulesIn(saved, chain).length} rules`,
			);
		expect(saved).toContain(':FORWARD DROP');
		expect(words(find<Row>(marks, 'chain:filter/FORWARD'))).toContain('policy DROP');
	});

	test('from outside to the published port: DNAT as the rule says, and the reply the other way round', () => {
		const [, to] = /--dport 8080 -j DNAT --to-destination (\S+)/.exec(it.printed('iptables-save -t nat', 1))!;
		expect(rewrites(it.during(GET)).map(drawn)).toEqual([
			`203.0.113.10:8080 → ${to}`,
			`${to} → 203.0.113.10:8080`,
		]);
		expect(it.printed(GET)).toBe('hello\n');
	});

	test('the rule that decides is shown in full while it does', () => {
		const [rule] = rulesIn(it.printed('iptables-save -t nat', 1), 'DOCKER').filter((each) =>
			each.includes('DNAT'),
		);
		const told = it.during(GET).map((marks) => words(find<Row>(marks, 'now')));
		expect(told).toContain(`nat DOCKER 2 ${rule}`);
	});

	test('its connection, as conntrack -L tells it, and one packet counted by the rule', () => {
		const line = it.printed('conntrack -L -p tcp --dport 8080');
		const marks = it.after('conntrack -L -p tcp --dport 8080');
		expect(tuplesOn(marks)).toEqual([tuplesIn(line)]);
		const [flow] = keyed(marks, 'flow:').filter(({ key }) => key.endsWith('/state'));
		const [, state, flags] = / (\w+) src=.*(\[\w+\])/.exec(line)!;
		expect(words(flow as Row)).toBe(`tcp ${state} ${flags}`);
		expect(words(find<Row>(marks, 'rule:nat/DOCKER/2'))).toMatch(/DNAT 172\.17\.0\.2:80 1$/);
	});

	test('straight to the container: the outside machine has no route', () => {
		const line = 'curl -s -m 2 http://172.17.0.2/';
		expect(it.printed(line)).toBe('exit 7\n');
		const [chip] = it.during(line).flatMap((marks) => keyed(marks, 'fate:')) as Chip[];
		expect(chip?.text).toBe('no route');
	});

	test('a port nobody published: refused, by a reset of the host', () => {
		const line = 'curl -s http://203.0.113.10:80/';
		expect(it.printed(line)).toBe('exit 7\n');
		const resets = cards(it.during(line)).filter((card) => rowsOf(card)['TCP'] === 'RST,ACK');
		expect(rowsOf(resets[0]!)['from']).toBe('203.0.113.10:80');
		expect(rewrites(it.during(line))).toEqual([]);
	});

	test('localhost: docker-proxy, which ss names, and no rewrite', () => {
		const line = 'curl -s http://localhost:8080/';
		expect(it.printed('ss -ltnp')).toMatch(/0\.0\.0\.0:8080 .*docker-proxy/);
		expect(find<Token>(it.after(line), 'proxy:8080').text).toBe(':8080');
		expect(rewrites(it.during(line))).toEqual([]);
		const seen = cards(it.during(line)).map((card) => drawn(rowsOf(card)['to'] ?? ''));
		expect(seen).toEqual(expect.arrayContaining(['127.0.0.1:8080', '172.17.0.2:80']));
	});

	test('once it is stopped nothing of it is left', () => {
		expect(it.printed(GET, 1)).toBe('exit 7\n');
		const marks = it.after('docker stop');
		expect(keyed(marks, 'proxy:')).toEqual([]);
		expect(rulesOn(marks, 'filter', 'DOCKER')).toEqual([]);
	});
});

describe.each(profiles)('net-04-masquerade on %s', (profile) => {
	let it: Watched;
	beforeAll(async () => (it = await watched('net-04-masquerade', profile)), LONG.timeout);
	const GET = 'docker exec c1 wget -q -O - http://203.0.113.50:8000/';

	test('the address that the server’s log tells is the one that MASQUERADE put there', () => {
		const [, address] = /^([\d.]+):\d+: url/.exec(it.printed('cat access.log'))!;
		expect(rewrites(it.during(GET)).map(drawn)).toEqual([
			`172.17.0.2:PORT → ${address}:PORT`,
			`${address}:PORT → 172.17.0.2:PORT`,
		]);
		const [rule] = rulesIn(it.printed('iptables-save -t nat | grep MASQUERADE'), 'POSTROUTING');
		expect(rulesOn(it.after(GET), 'nat', 'POSTROUTING')).toEqual([rule]);
	});

	test.each(['tcp --dport 8000', 'icmp'])('the connection: conntrack -L -p %s', (which) => {
		const line = it.printed(`conntrack -L -p ${which}`);
		expect(tuplesOn(it.after(`conntrack -L -p ${which}`))).toContainEqual(tuplesIn(line));
	});

	test('without the rule its own address goes out, and the server knows no way back', () => {
		const line = 'docker exec c1 timeout 2 wget';
		expect(rulesOn(it.after('iptables -t nat -D POSTROUTING'), 'nat', 'POSTROUTING')).toEqual([]);
		expect(it.printed(line)).toBe('');
		expect(rewrites(it.during(line))).toEqual([]);
		const fates = it.during(line).flatMap((marks) => keyed(marks, 'fate:')) as Chip[];
		expect(fates.map(({ text }) => text)).toContain('no route');
	});

	test('with a route there it works, unchanged on the whole way', () => {
		const line = 'docker exec c1 timeout 2 wget';
		const seen = cards(it.during(line, 1)).map((card) => rowsOf(card)['from']?.split(':')[0]);
		expect(it.printed(line, 1)).toBe('outside-page\n');
		expect(seen).toContain(it.printed('tail -1 access.log | cut').trim());
		expect(rewrites(it.during(line, 1))).toEqual([]);
	});
});

describe.each(profiles)('net-05-isolation on %s', (profile) => {
	let it: Watched;
	beforeAll(async () => (it = await watched('net-05-isolation', profile)), LONG.timeout);

	test('gateways of both networks stand on their bridges', () => {
		for (const line of it.printed('docker network inspect').trim().split('\n')) {
			const [name, , gateway] = line.split(' ');
			const bridges = keyed(it.after('docker network create blue'), 'link:br-').filter(({ label }) =>
				label?.startsWith(`${name} `),
			);
			expect(bridges.map(({ label }) => label?.split(' · ').at(-1))).toEqual([gateway]);
		}
	});

	test('from one to the other: the rule that the recording has first in the second chain drops it', () => {
		const line = 'docker exec r1 ping -c 1 -W 1 172.19.0.2';
		expect(it.printed(line)).toContain('100% packet loss');
		const told = it.during(line).map((marks) => words(find<Row>(marks, 'now')));
		const [drop] = rulesIn(it.printed('iptables-save -t filter'), 'DOCKER-ISOLATION-STAGE-2');
		const bare = (text: string): string => text.replace(/br-[0-9a-f]{12}/, 'BRIDGE');
		expect(told.map(bare)).toContain(bare(`filter DOCKER-ISOLATION-STAGE-2 1 ${drop}`));
		const [chip] = it.during(line).flatMap((marks) => keyed(marks, 'fate:')) as Chip[];
		expect(chip?.text).toBe('dropped by a rule');
	});

	test('the other bridge’s own address answers all the same', () => {
		const line = 'docker exec r1 ping -c 1 -W 1 172.19.0.1';
		expect(it.printed(line)).toContain(' 0% packet loss');
		expect(it.during(line).flatMap((marks) => keyed(marks, 'fate:'))).toEqual([]);
		const replies = cards(it.during(line)).filter((card) => rowsOf(card)['ICMP'] === 'echo-reply');
		expect(rowsOf(replies[0]!)['from']).toBe('172.19.0.1');
	});

	test('joined to both it has both addresses, and the second one stays when the first network is left', () => {
		const both = it.after('docker network connect blue r1');
		const printed = [...it.printed('docker exec r1 ip -4 addr').matchAll(/inet (172\S+)\/16 .* (eth\d)/g)];
		expect(printed.length).toBe(2);
		for (const [, address, link] of printed)
			expect(find<Label>(both, link === 'eth0' ? 'address:r1' : `address:r1/${link}`).text).toBe(address);
		const left = it.after('docker network disconnect red r1');
		const [, rest] = /inet (172\S+)\/16/.exec(it.printed('docker exec r1 ip -4 addr', 1))!;
		expect(find<Label>(left, 'address:r1').text).toBe(rest);
	});

	test('a network that is removed leaves the others where they are', () => {
		const [before, after] = [
			it.after('docker network disconnect blue r1'),
			it.after('docker network rm red'),
		];
		const blue = keyed(before, 'link:br-').find(({ label }) => label?.startsWith('blue'))!;
		expect(keyed(after, 'link:br-').map(({ key, x }) => [key, x])).toEqual([[blue.key, blue.x]]);
	});
});

test.each(profiles)('net-06-errors on %s: one host port, two containers', LONG, async (profile) => {
	const it = await watched('net-06-errors', profile);
	const second = 'docker run -d --name web2';
	const [, reason] = /failed: (port is already allocated)/.exec(it.printed(second))!;
	const marks = it.after(second);
	expect(find(marks, 'container:web2')).toMatchObject({ state: 'hollow' });
	expect(it.printed('docker ps -a')).toContain('web2 created');
	const said = keyed(marks, 'line:web2/') as Label[];
	expect(said.map(({ text }) => text)).toEqual(['created', reason]);
	expect(keyed(marks, 'proxy:').length).toBe(1);
	const later = it.after('docker start web2', 1);
	expect(it.printed("docker ps --format '{{.Names}} {{.State}} {{.Ports}}'")).toMatch(
		/^web2 running 0\.0\.0\.0:8080/,
	);
	expect(find(later, 'container:web2')).toMatchObject({ state: 'solid' });
});

describe.each(profiles)('net-07-modes on %s', (profile) => {
	let it: Watched;
	beforeAll(async () => (it = await watched('net-07-modes', profile)), LONG.timeout);

	test('on the host’s own network the packet is not changed, and goes to a process of the host', () => {
		const line = 'curl -s http://203.0.113.10:8081/hostname';
		expect(it.printed(line)).toBe('host\n');
		expect(rewrites(it.during(line))).toEqual([]);
		expect(find<Token>(it.after(line), 'socket:hweb/8081').text).toBe(':8081');
	});

	test('-P: the port that docker port tells is docker-proxy’s, and in the DNAT rule', () => {
		const [, port] = /0\.0\.0\.0:(\d+)/.exec(it.printed('docker port web'))!;
		const marks = it.after('docker port web');
		expect(find<Token>(marks, `proxy:${port}`).text).toBe(`:${port}`);
		expect(rulesOn(marks, 'nat', 'DOCKER').at(-1)).toContain(`--dport ${port} -j DNAT`);
	});

	test('--network none: nothing to go out by', () => {
		const line = 'docker run --rm --network none busybox ping';
		expect(it.printed(line)).toContain('Network is unreachable');
		const fates = cards(it.during(line)).flatMap((card) => rowsOf(card)['fate'] ?? []);
		expect([...new Set(fates)]).toEqual(['no route']);
	});
});

describe.each(profiles)('net-02-names on %s', (profile) => {
	let it: Watched;
	beforeAll(async () => (it = await watched('net-02-names', profile)), LONG.timeout);
	const said = (moments: readonly Marks[]): readonly string[] => [
		...new Set(cards(moments).flatMap((card) => rowsOf(card)['UDP'] ?? [])),
	];

	test('the embedded server is asked, and tells the address that nslookup printed', () => {
		const line = 'docker exec app nslookup -type=a db';
		const [, address] = /Name:\s+db\nAddress: (\S+)/.exec(it.printed(line))!;
		expect(said(it.during(line))).toContain(`NOERROR - ${address}`);
		const to = cards(it.during(line)).map((card) => rowsOf(card)['to']);
		expect(to).toContain(/Address:\s+(127\.0\.0\.11:53)/.exec(it.printed(line))![1]);
	});

	test('on the default bridge the server outside is asked, and knows nothing', () => {
		const line = 'docker run --rm busybox nslookup -type=a web';
		expect(it.printed(line)).toContain('NXDOMAIN');
		expect(said(it.during(line)).some((each) => each.startsWith('NXDOMAIN'))).toBe(true);
		const to = cards(it.during(line)).map((card) => rowsOf(card)['to']);
		expect(to).toContain(/Address:\s+(203\S+)/.exec(it.printed(line))![1]);
	});
});
