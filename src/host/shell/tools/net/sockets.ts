/** Listening sockets as ss(8) and netstat(8) list them. */
import { netOf } from '../../../kernel/links.ts';
import { pidInside, ownPidNamespace } from '../../../kernel/numbering.ts';
import type { Socket } from '../../../kernel/net.ts';
import type { Running } from '../../../process.ts';
import type { Call } from '../../call.ts';
import { optionsOf } from '../options.ts';

const names: Readonly<Record<number, string>> = {
	22: 'ssh',
	53: 'domain',
	80: 'http',
	443: 'https',
	5432: 'postgresql',
	6379: 'redis',
	8080: 'http-alt',
};
const portText = (port: number, isNumeric: boolean): string =>
	isNumeric ? String(port) : (names[port] ?? String(port));

const listening = (call: Call, protocols: readonly string[]): Socket[] => {
	const { sockets } = netOf(call.state, call.process.task.namespaces.net);
	const rank = ({ protocol, family }: Socket) => (protocol === 'udp' ? 0 : 2) + (family === 4 ? 0 : 1);
	return sockets.filter(({ protocol }) => protocols.includes(protocol)).sort((a, b) => rank(a) - rank(b));
};
/** Who holds it, if the tool's PID namespace shows that task. */
const holder = (call: Call, { pid }: Socket): { comm: string; pid: number } | undefined => {
	const seen = pidInside(call.state, pid, ownPidNamespace(call.process.task));
	const task = call.state.tasks.get(pid);
	return task && seen !== undefined ? { comm: task.comm, pid: seen } : undefined;
};

interface Row {
	readonly cells: readonly string[];
	readonly process: string;
}
const address6 = (address: string): string => (address.includes(':') ? `[${address}]` : address);
/** A socket that takes both families shows as `*`. */
const shownAddress = ({ family, address, isV6Only }: Socket): string =>
	family === 6 && address === '::' && !isV6Only ? '*' : address6(address);
const anyAddress = (socket: Socket): string =>
	shownAddress(socket) === '*' ? '*' : socket.family === 6 ? '[::]' : '0.0.0.0';

const ssRow = (
	call: Call,
	socket: Socket,
	hasKind: boolean,
	isNumeric: boolean,
	hasProcess: boolean,
): Row => {
	const { protocol, state, backlog, port, fd } = socket;
	const task = hasProcess ? holder(call, socket) : undefined;
	return {
		cells: [
			...(hasKind ? [protocol] : []),
			state,
			'0',
			String(backlog),
			`${shownAddress(socket)}:${portText(port, isNumeric)}`,
			`${anyAddress(socket)}:*`,
		],
		process: task ? `users:(("${task.comm}",pid=${task.pid},fd=${fd}))` : '',
	};
};
/** `Peer Address:Port` and `Process` touch in 6.1 where the columns leave no room. */
const ssTable = (rows: readonly Row[], head: readonly string[], process: string): string => {
	const all = [head, ...rows.map(({ cells }) => cells)];
	const widths = head.map((_, i) => Math.max(...all.map((cells) => cells[i]!.length)));
	const last = head.length - 1;
	const line = (cells: readonly string[], tail: string, glue: string) =>
		`${cells.map((cell, i) => (i >= last - 1 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join(' ')}${glue}${tail}`;
	const title = line(head, process, '');
	return [title, ...rows.map(({ cells, process }) => line(cells, process, ' '))]
		.map((text) => `${text}\n`)
		.join('');
};

export function* ss(call: Call): Running<number> {
	const options = optionsOf(call, 'ltnpauHe46ixwOmsor', {
		long: { listening: 'l', tcp: 't', udp: 'u', numeric: 'n', processes: 'p', all: 'a', 'no-header': 'H' },
	});
	for (const letter of ['x', 'w', 's', 'm', 'i'])
		if (options.has(letter)) return call.stop(`-${letter}: real, but not simulated here`, 255);
	const [tcp, udp] = [options.has('t'), options.has('u')];
	const both = tcp === udp;
	const protocols = both ? ['udp', 'tcp'] : tcp ? ['tcp'] : ['udp'];
	const isListing = options.has('l') || options.has('a');
	const family = options.has('4') ? 4 : options.has('6') ? 6 : undefined;
	const sockets = isListing
		? listening(call, protocols).filter((each) => family === undefined || each.family === family)
		: [];
	const head = [
		...(both ? ['Netid'] : []),
		...['State', 'Recv-Q', 'Send-Q', 'Local Address:Port', 'Peer Address:Port'],
	];
	const rows = sockets.map((each) => ssRow(call, each, both, options.has('n'), options.has('p')));
	const isOld = call.host.profile.major < 26;
	const text = ssTable(rows, head, isOld ? 'Process' : options.has('p') ? ' Process' : '');
	call.out(options.has('H') ? text.slice(text.indexOf('\n') + 1) : text);
	return 0;
}

export function* netstat(call: Call): Running<number> {
	const options = optionsOf(call, 'ltnpauwrxieW', {
		long: { listening: 'l', tcp: 't', udp: 'u', numeric: 'n' },
	});
	if (options.has('r') || options.has('i')) return call.stop('-r and -i: real, but not simulated here');
	const [tcp, udp] = [options.has('t'), options.has('u')];
	const protocols = tcp === udp ? ['tcp', 'udp'] : tcp ? ['tcp'] : ['udp'];
	const hasProcess = options.has('p');
	const scope = options.has('l')
		? 'only servers'
		: options.has('a')
			? 'servers and established'
			: 'w/o servers';
	call.out(`Active Internet connections (${scope})\n`);
	call.out(
		`Proto Recv-Q Send-Q Local Address           Foreign Address         State       ${hasProcess ? 'PID/Program name    ' : ''}\n`,
	);
	const shown = options.has('l') || options.has('a') ? listening(call, protocols) : [];
	const rank = ({ protocol }: Socket) => (protocol === 'tcp' ? 0 : 1);
	for (const socket of [...shown].sort((a, b) => rank(a) - rank(b))) {
		const { protocol, port, address, family, state } = socket;
		const isNumeric = options.has('n');
		const local = `${address}:${portText(port, isNumeric)}`.padEnd(23);
		const foreign = `${family === 6 ? '::' : '0.0.0.0'}:*`.padEnd(23);
		const task = holder(call, socket);
		const who = hasProcess ? (task ? `${task.pid}/${task.comm}` : '-') : '';
		const word = state === 'LISTEN' ? 'LISTEN      ' : '            ';
		call.out(
			`${(protocol + (family === 6 && call.isBusybox ? '' : family === 6 ? '6' : '')).padEnd(5)}      0      0 ${local} ${foreign} ${word}${who}\n`,
		);
	}
	return 0;
}
