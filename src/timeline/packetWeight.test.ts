import { expect, test } from 'vitest';
import { loadAll } from '#host/late.ts';
import { usualSession } from '#host/session.ts';
import type { HostEvent } from '#host/event.ts';
import { weightOf, type Weight } from './pace.ts';

await loadAll();

interface Weighed {
	readonly event: HostEvent;
	readonly weight: Weight;
	readonly flags: string | undefined;
}
/** What the last of these commands does, with what each thing weighs. */
function weighed(...lines: readonly string[]): readonly Weighed[] {
	const session = usualSession();
	let last: readonly Weighed[] = [];
	for (const line of lines) {
		const at = line.startsWith('outside$ ') ? 'outside' : 'host';
		const { before, changes } = session.run({ at, cmd: line.replace('outside$ ', '') });
		last = changes.map(({ event, state }, i) => {
			const earlier = changes[i - 1]?.state ?? before;
			const id = 'packet' in event && typeof event.packet === 'number' ? event.packet : undefined;
			const flags = id === undefined ? undefined : earlier.packets.get(id)?.header.flags;
			return { event, weight: weightOf(event, earlier, state), flags };
		});
	}
	return last;
}
const WEB = 'docker run -d --name web -p 8080:80 nginx';
const GET = 'outside$ curl -s http://203.0.113.10:8080/';

test('the first packet has one step for each place it comes to on the host', () => {
	const main = weighed(WEB, GET).filter(({ weight, flags }) => weight === 'main' && flags === 'SYN');
	const told = main.map(({ event }) =>
		event.kind === 'packet.hop'
			? `${event.station.at} ${event.station.link ?? ''}`.trim()
			: event.kind === 'packet.match'
				? `${event.chain} ${event.verdict}`
				: event.kind,
	);
	expect(told).toEqual([
		'link eth0',
		'DOCKER DNAT',
		'packet.rewrite',
		'route',
		'DOCKER ACCEPT',
		'POSTROUTING POLICY ACCEPT',
		'bridge docker0',
		'link eth0',
		'packet.deliver',
	]);
});

test('what only acknowledges or takes leave is fine', () => {
	const quiet = weighed(WEB, GET).filter(({ flags }) => flags === 'ACK' || flags === 'FIN,ACK');
	expect(quiet.length).toBeGreaterThan(20);
	expect(quiet.filter(({ weight }) => weight === 'main')).toEqual([]);
});

test('a link that sends what it was handed is the same place: never a step of its own', () => {
	const hops = weighed(WEB, GET).filter(
		({ event, flags }) => event.kind === 'packet.hop' && event.why === 'transmit' && flags === 'SYN',
	);
	expect(hops.map(({ weight }) => weight)).toContain('quiet');
});

test('ARP is a step where it asks for a container, not between the machines of the LAN', () => {
	const asked = weighed(WEB, GET).flatMap(({ event, weight }) =>
		event.kind === 'packet.send' && event.packet.header.protocol === 'arp'
			? [`${event.packet.header.flags} ${event.packet.header.destination} ${weight}`]
			: [],
	);
	expect(asked).toContain('who-has 203.0.113.10 fine');
	expect(asked).toContain('who-has 172.17.0.2 main');
});

test('that nat is not consulted is a step where the entry changes something', () => {
	const known = weighed(WEB, GET).flatMap(({ event, weight, flags }) =>
		event.kind === 'packet.known' ? [`${flags} ${weight}`] : [],
	);
	expect(known).toContain('SYN,ACK main');
	expect(known).toContain('PSH,ACK main');
	expect(known.filter((each) => each.startsWith('ACK')).every((each) => each.endsWith('fine'))).toBe(true);
	const plain = weighed('docker run -d --name web --network host nginx', 'curl -s http://127.0.0.1/');
	expect(plain.some(({ event, weight }) => event.kind === 'packet.known' && weight === 'main')).toBe(false);
});
