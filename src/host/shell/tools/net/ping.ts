/** ping(8) of iputils and of busybox. */
import { echo, type Echo } from '../../../kernel/echoing.ts';
import { reverseName } from '../../../kernel/dnsMessage.ts';
import type { Notice } from '../../../kernel/journey.ts';
import { isAddress } from '../../../kernel/ipv4.ts';
import { netOf } from '../../../kernel/links.ts';
import { ownPidNamespace, pidInside } from '../../../kernel/numbering.ts';
import { sourceFor } from '../../../kernel/routing.ts';
import { ask, lookedUp, resolverOf } from '../../../kernel/resolving.ts';
import type { Running } from '../../../process.ts';
import type { Call } from '../../call.ts';
import { optionsOf } from '../options.ts';

interface Wish {
	readonly target: string;
	readonly address: string;
	readonly count: number;
	readonly interval: number;
	readonly wait: number;
	readonly deadline: number;
	readonly size: number;
	readonly ttl: number | undefined;
	readonly isQuiet: boolean;
	/** `name (address)` in answers, where a reverse lookup found one. */
	readonly from: string | undefined;
}
interface Tally {
	sent: number;
	received: number;
	errors: number;
	readonly times: number[];
}

/** What a round trip takes: a little, and the more the farther. No clock of this machine is read. */
const milliseconds = (sequence: number, ttl: number): number => {
	const hops = Math.max(0, 64 - ttl);
	return 0.06 + hops * 0.05 + ((sequence * 37) % 11) * 0.003;
};
const HEADERS = 28;

const words: Readonly<Record<Notice['flags'], string>> = {
	'net-unreachable': 'Destination Net Unreachable',
	'host-unreachable': 'Destination Host Unreachable',
	'port-unreachable': 'Destination Port Unreachable',
	'admin-prohibited': 'Packet filtered',
	'time-exceeded': 'Time to live exceeded',
	'tcp-reset': 'Destination Port Unreachable',
};
const icmpId = (call: Call): number => {
	const { task } = call.process;
	return (pidInside(call.state, call.pid, ownPidNamespace(task)) ?? call.pid) & 0xffff;
};
const shortTime = (time: number): string =>
	time >= 100
		? time.toFixed(0)
		: time >= 10
			? time.toFixed(1)
			: time >= 1
				? time.toFixed(2)
				: time.toFixed(3);

const answerLine = (
	call: Call,
	wish: Wish,
	sequence: number,
	{ from, ttl }: Echo & { kind: 'echo' },
): string => {
	const time = milliseconds(sequence, ttl);
	if (call.isBusybox)
		return `${wish.size + 8} bytes from ${from}: seq=${sequence - 1} ttl=${ttl} time=${time.toFixed(3)} ms\n`;
	const who = wish.from ? `${wish.from} (${from})` : from;
	return `${wish.size + 8} bytes from ${who}: icmp_seq=${sequence} ttl=${ttl} time=${shortTime(time)} ms\n`;
};

/** Errors that have not come back yet: when they do, and what is said then. busybox says nothing. */
interface Late {
	readonly at: number;
	readonly text: string;
}

class Pinging {
	readonly call: Call;
	readonly wish: Wish;
	readonly tally: Tally = { sent: 0, received: 0, errors: 0, times: [] };
	readonly id: number;
	readonly began: number;
	#late: Late[] = [];

	constructor(call: Call, wish: Wish) {
		this.call = call;
		this.wish = wish;
		this.id = icmpId(call);
		this.began = call.state.clock.now;
	}
	get elapsed(): number {
		return this.call.state.clock.now - this.began;
	}
	get isAnswered(): boolean {
		return this.tally.received + this.tally.errors >= this.tally.sent;
	}
	/** Sends one; false when there is no way to send. */
	send(): boolean {
		const { call, wish, tally } = this;
		const sequence = tally.sent + 1;
		const outcome = echo(call.host, call.pid, wish.address, this.id, wish.ttl, wish.size + HEADERS);
		if (outcome.kind === 'unreachable') return false;
		tally.sent++;
		if (outcome.kind === 'echo') {
			tally.received++;
			tally.times.push(milliseconds(sequence, outcome.ttl));
			if (!wish.isQuiet) call.out(answerLine(call, wish, sequence, outcome));
		} else if (outcome.kind === 'notice') this.#expect(sequence, outcome.notice, outcome.seconds);
		return true;
	}
	#expect(sequence: number, { from, flags }: Notice, seconds: number): void {
		if (this.call.isBusybox) return;
		const text = `From ${from} icmp_seq=${sequence} ${words[flags]}\n`;
		this.#late.push({ at: this.call.state.clock.now + seconds, text });
		this.#tell();
	}
	#tell(): void {
		const { now } = this.call.state.clock;
		const due = this.#late.filter(({ at }) => at <= now + 1e-9);
		this.#late = this.#late.filter(({ at }) => at > now + 1e-9);
		for (const { text } of due) {
			this.tally.errors++;
			if (!this.wish.isQuiet) this.call.out(text);
		}
	}
	/** Waits, and says what comes back meanwhile. */
	*pause(seconds: number, endsWhenAnswered: boolean): Running<void> {
		const end = this.call.state.clock.now + seconds;
		for (;;) {
			this.#tell();
			const left = end - this.call.state.clock.now;
			if (left <= 1e-9 || (endsWhenAnswered && this.isAnswered)) return;
			const next = this.#late[0];
			const step = next ? Math.max(1e-6, Math.min(left, next.at - this.call.state.clock.now)) : left;
			yield { keys: [], seconds: step };
		}
	}
}

const statistics = ({ call, wish, tally, elapsed }: Pinging): string => {
	const { sent, received, errors, times } = tally;
	const loss = sent ? Math.floor(((sent - received) * 100) / sent) : 0;
	const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
	const [low, high] = [Math.min(...times), Math.max(...times)];
	if (call.isBusybox) {
		const head = `\n--- ${wish.target} ping statistics ---\n${sent} packets transmitted, ${received} packets received, ${loss}% packet loss\n`;
		const trip = [low, mean, high].map((time) => time.toFixed(3)).join('/');
		return head + (received ? `round-trip min/avg/max = ${trip} ms\n` : '');
	}
	const failed = errors ? `, +${errors} errors` : '';
	const head = `\n--- ${wish.target} ping statistics ---\n${sent} packets transmitted, ${received} received${failed}, ${loss}% packet loss, time ${Math.round(elapsed * 1000)}ms\n`;
	const deviation = Math.sqrt(times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length);
	const trip = [low, mean, high, deviation].map((time) => time.toFixed(3)).join('/');
	return head + (received ? `rtt min/avg/max/mdev = ${trip} ms\n` : '\n');
};

function* pinged(call: Call, wish: Wish): Running<number> {
	const pinging = new Pinging(call, wish);
	const { isBusybox } = call;
	const size = isBusybox ? `${wish.size} data bytes` : `${wish.size}(${wish.size + HEADERS}) bytes of data.`;
	const net = netOf(call.state, call.process.task.namespaces.net);
	if (!isBusybox && sourceFor(net, wish.address) === undefined)
		return call.fail('connect: Network is unreachable', 2);
	call.out(`PING ${wish.target} (${wish.address})${isBusybox ? ':' : ''} ${size}\n`);
	const { tally } = pinging;
	while (tally.sent < wish.count && pinging.elapsed < wish.deadline) {
		if (!pinging.send()) return call.fail('sendto: Network is unreachable');
		if (tally.sent < wish.count) yield* pinging.pause(wish.interval, false);
	}
	const end = Math.min(wish.wait, wish.deadline - pinging.elapsed);
	if (!pinging.isAnswered) yield* pinging.pause(end, true);
	const text = statistics(pinging);
	call.out(text);
	return tally.received ? 0 : 1;
}

/** The name an address goes by, for iputils' answers. */
function* nameFor(call: Call, address: string): Running<string | undefined> {
	for (const server of resolverOf(call.state, call.pid).servers) {
		const answer = yield* ask(call.process, server, { type: 'PTR', name: reverseName(address) });
		return answer?.records[0];
	}
	return undefined;
}

const DATA = 56;
const WAIT = 10;
export function* ping(call: Call): Running<number> {
	const { isBusybox } = call;
	const options = optionsOf(call, 'c:i:W:w:s:t:qnI:46A', { status: isBusybox ? 1 : 2 });
	const number = (letter: string, otherwise: number) => Number(options.value(letter) ?? otherwise);
	const [target] = options.rest;
	if (target === undefined)
		return call.fail(
			isBusybox ? 'missing host' : 'usage error: Destination address required',
			isBusybox ? 1 : 2,
		);
	const found = yield* lookedUp(call.process, target);
	const addresses = found === 'no-answer' ? [] : found;
	const [address] = addresses;
	if (address === undefined) {
		if (isBusybox) return call.fail(`bad address '${target}'`);
		const reason =
			found === 'no-answer' ? 'Temporary failure in name resolution' : 'Name or service not known';
		return call.fail(`${target}: ${reason}`, 2);
	}
	const isNamed = !isBusybox && !options.has('n') && !isAddress(target);
	const ttl = options.value('t');
	const wish: Wish = {
		target,
		address,
		count: number('c', Infinity) || Infinity,
		interval: number('i', 1),
		wait: number('W', WAIT),
		deadline: number('w', Infinity),
		size: number('s', DATA),
		ttl: ttl === undefined ? undefined : Number(ttl),
		isQuiet: options.has('q'),
		from: isNamed ? ((yield* nameFor(call, address)) ?? undefined) : undefined,
	};
	return yield* pinged(call, wish);
}
