import { commandRules } from './commandRules.ts';
import type { RecordedEvent, Recording } from '#host/recording.ts';
import { byCodePoint, fields, linesKept, pythonRegExp as py, withoutFinalNewlines } from './pythonRegExp.ts';

/** Gives the sign that stands for a value of a kind: `<pid1>` in a transcript, the value itself in a comparison. */
export interface Signs {
	get(kind: string, key: string): string;
}

/** Numbers the values of each kind by first appearance. */
export function numberedSigns(): Signs {
	const known = new Map<string, string>();
	const count = new Map<string, number>();
	return {
		get(kind, key) {
			const sign = known.get(`${kind} ${key}`);
			if (sign) return sign;
			const n = (count.get(kind) ?? 0) + 1;
			count.set(kind, n);
			known.set(`${kind} ${key}`, `<${kind}${n}>`);
			return `<${kind}${n}>`;
		},
	};
}

/** What stands for a hex id found in `text` at `index`; `prefix` is `sha256:` or empty. */
export type HexRule = (hex: string, prefix: string, whole: string, text: string, index: number) => string;

export interface Normaliser {
	readonly text: (text: string, cmd: string) => string;
}

const kindOfType: Record<string, string> = { container: 'ctr', network: 'net', image: 'img', volume: 'vol' };
const fullId = /^[0-9a-f]{64}$/;
const generatedName = /^[a-z]+_[a-z]+[0-9]?$/;

function kindsOfIds(recording: Recording): Map<string, string> {
	const ids = new Map(Object.entries(recording.ids ?? {}));
	for (const event of eventsOf(recording)) {
		const kind = kindOfType[event.Type];
		const id = (event.id ?? '').replaceAll('sha256:', '');
		if (kind && fullId.test(id) && !ids.has(id)) ids.set(id, kind);
	}
	return ids;
}

const eventsOf = (recording: Recording): readonly RecordedEvent[] =>
	recording.steps.flatMap((step) => step.events ?? []);

function generatedNames(recording: Recording, commands: string): Set<string> {
	const isGenerated = (name: string) => generatedName.test(name) && !commands.includes(name);
	const names = eventsOf(recording).flatMap((e) => (e.Type === 'container' ? [e.name ?? ''] : []));
	return new Set(names.filter(isGenerated));
}

/** The rule of transcripts: the kind is known from the events, short ids find their long ones. */
function hexByKind(ids: Map<string, string>, signs: Signs): HexRule {
	const others: string[] = [];
	return (hex, prefix, whole) => {
		let full = hex;
		if (hex.length === 12) {
			const isKnown = (key: string) => key.startsWith(hex);
			const known = [...ids.keys()].find(isKnown) ?? others.find(isKnown);
			if (known === undefined && !(/[a-f]/.test(hex) && /[0-9]/.test(hex))) return whole;
			full = known ?? hex;
		}
		const kind = ids.get(full) ?? (prefix ? 'sha' : 'id');
		if (kind === 'id') {
			full = others.find((key) => key.startsWith(full) || full.startsWith(key)) ?? full;
			if (!others.includes(full)) others.push(full);
		}
		return signs.get(kind, full);
	};
}

const isClientPort = (port: string) => +port >= 32768 && !(+port < 32790);
const isHostMac = (mac: string) =>
	mac === '00:00:00:00:00:00' || mac === 'ff:ff:ff:ff:ff:ff' || mac.startsWith('02:00:cb:00:71:');
const isContainerMac = (mac: string) => /^02:42:(ac:1[0-9a-f]|c0:a8|0a:0a|0a:0b|0a:14)/.test(mac);

const ago = String.raw`(?:Less than a second|About a minute|About an hour|\d+ (?:second|minute|hour|day|week|month)s?)`;
const at = {
	imageList: py(String.raw`^\s*docker (image ls|images)\b`, ''),
	quiet: py(String.raw` -q\b`, ''),
	neighbours: py(String.raw`\barp -n|ip neigh|bridge fdb`, ''),
	waitRace: py(String.raw`^time="[^"]*" level=error msg="error waiting for container:.*\n?`, 'g', true),
	nginxPid: py(String.raw`\b([2-9]|[1-9]\d+)#\1(?=:)`),
	worker: py(String.raw`(worker process) \d+`),
	layer: py('(overlay2/)([0-9a-f]{64})(-init)?'),
	link: py('(overlay2/l/|(?<=[:=/])l/)([A-Z2-7]{26})'),
	bridge: py(String.raw`\bbr-([0-9a-f]{12})\b`),
	hex: py('(?<![0-9a-zA-Z])(sha256:)?([0-9a-f]{64}|[0-9a-f]{12})(?![0-9a-zA-Z])'),
	namespace: py(String.raw`(?<!\d)(402653\d{4})(?!\d)`),
	pid: py(String.raw`(?<![\d.:\w])(2[0-9]{4})(?![\d.]|:\d)`),
	veth: py(String.raw`\bveth[0-9a-f]{7}\b`),
	link1: py(String.raw`^(\d+): (?=\S+?(?:@\S+)?: <)`, 'g', true),
	link2: py(String.raw`^(\d+): (?=\S+ +inet)`, 'g', true),
	peer: py(String.raw`@if(\d+)\b`),
	mac: py('(?<![0-9a-fA-F:])(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}(?![0-9a-fA-F:])'),
	flowPort: py(String.raw`\b(sport|dport)=(\d{5})\b`),
	shortPort: py(String.raw`(?<=\d\.\d):(\d{5})\b`),
	longPort: py(String.raw`(?<=\d\.\d\d):(\d{5})\b`),
	sets: py(String.raw`(volume is in use - \[)([^\]]*)`),
};

const times: readonly [RegExp, string][] = [
	[py(String.raw`\b\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\b`), '<time>'],
	[
		py(String.raw`\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d (?:[A-Z]{3} )?\d{4}`),
		'<time>',
	],
	[py(String.raw`(?<![\d/])\d{4}/\d\d/\d\d(?![\d/])`), '<date>'],
	[py(String.raw`\[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\]`), '[<time>]'],
	[
		py(String.raw`\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2} +(?:\d\d:\d\d|\d{4})(?!\d)`),
		'<date>',
	],
	[py(`${ago} ago`), '<ago>'],
	[py(String.raw`\bUp ` + ago), 'Up <up>'],
];
const stamp = py(
	String.raw`\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?: ?(?:Z|[+-]\d\d:?\d\d))?(?: UTC)?`,
);

const measures: readonly [RegExp, string][] = [
	[py(String.raw`\[\d+:\d+\]`), '[<packets>]'],
	[py(String.raw`time[=<][\d.]+ ms`), 'time=<t> ms'],
	[py(String.raw`time \d+ms`), 'time <t>ms'],
	[py(String.raw`((?:rtt|round-trip) min/avg/max(?:/mdev)? )= [\d./]+ ms`), '$1= <t> ms'],
	[py(String.raw`\b\d+\.\d+ ?ms\b`), '<t> ms'],
	[py(String.raw`\b(REACHABLE|STALE|DELAY|PROBE)\b`), '<nud>'],
	[py(String.raw` id=\d+(?= )`), ' id=<id>'],
];

const replaced = (text: string, rules: readonly [RegExp, string][]): string =>
	rules.reduce((t, [pattern, by]) => t.replace(pattern, by), text);

/** Ties in CREATED come out in random order. */
function imageListSorted(text: string): string {
	const lines = withoutFinalNewlines(text).split('\n');
	const head = lines[0]!.startsWith('REPOSITORY') ? 1 : 0;
	const key = (line: string) => fields(line).slice(0, 2);
	const byKey = (a: string, b: string) => {
		const [p, q] = [key(a), key(b)];
		for (let i = 0; i < Math.min(p.length, q.length); i++) {
			const order = byCodePoint(p[i]!, q[i]!);
			if (order) return order;
		}
		return p.length - q.length;
	};
	return [...lines.slice(0, head), ...lines.slice(head).sort(byKey)].join('\n') + '\n';
}

export function normaliser(recording: Recording, signs: Signs, hexRule?: HexRule): Normaliser {
	const ids = kindsOfIds(recording);
	const commands = recording.steps.map((step) => step.cmd).join('\n');
	const typedMacs = commands.toLowerCase();
	const names = [...generatedNames(recording, commands)].map((name) => py(String.raw`\b${name}\b`));
	const hex = hexRule ?? hexByKind(ids, signs);
	const sign = (kind: string) => (whole: string, key?: string) =>
		signs.get(kind, typeof key === 'string' ? key : whole);
	const networkOf = (short: string) => [...ids.keys()].find((id) => id.startsWith(short)) ?? short;
	const index = (n: string) => (n === '1' ? '1' : signs.get('if', n));
	const port = (n: string) => (isClientPort(n) ? signs.get('port', n) : n);
	const mac = (written: string) => {
		const address = written.toLowerCase();
		const isKept = typedMacs.includes(address) || isHostMac(address) || isContainerMac(address);
		return isKept ? written : signs.get('mac', address);
	};

	function identities(text: string): string {
		return text
			.replace(
				at.layer,
				(_, dir: string, id: string, init?: string) => dir + signs.get('layer', id) + (init ?? ''),
			)
			.replace(at.link, (_, dir: string, id: string) => dir + signs.get('link', id))
			.replace(at.bridge, (_, id: string) => `br-${signs.get('net', networkOf(id))}`)
			.replace(at.hex, (whole: string, prefix: string | undefined, id: string, where: number, all: string) =>
				hex(id, prefix ?? '', whole, all, where),
			)
			.replace(at.namespace, sign('ns'));
	}

	function links(text: string): string {
		return text
			.replace(at.veth, (whole: string) => signs.get('veth', whole))
			.replace(at.link1, (_, n: string) => `${index(n)}: `)
			.replace(at.link2, (_, n: string) => `${index(n)}: `)
			.replace(at.peer, (_, n: string) => `@${signs.get('if', n)}`)
			.replace(py(String.raw`\blink-netnsid \d+`), 'link-netnsid <n>')
			.replace(at.mac, mac)
			.replace(py(String.raw`\bfe80::[0-9a-f:]+`), '<linklocal>')
			.replaceAll(' tentative', '')
			.replace(at.flowPort, (_, side: string, n: string) => `${side}=${port(n)}`)
			.replace(at.shortPort, (_, n: string) => `:${port(n)}`)
			.replace(at.longPort, (_, n: string) => `:${port(n)}`);
	}

	function text(raw: string, cmd: string): string {
		if (!raw) return raw;
		let t = raw.replaceAll('\r', '');
		const isImageList = at.imageList.test(cmd) && !cmd.split("'")[0]!.includes('|') && !at.quiet.test(cmd);
		if (isImageList) t = imageListSorted(t);
		if (at.neighbours.test(cmd)) t = linesKept(t).sort(byCodePoint).join('');
		t = t.replace(at.waitRace, '').replace(at.nginxPid, '<pid>#<pid>').replace(at.worker, '$1 <pid>');
		t = identities(t).replace(stamp, (time: string) => (time.startsWith('0001-') ? time : '<time>'));
		t = replaced(t, times);
		t = t.replace(at.pid, (pid: string) => (+pid > 20000 && +pid < 30000 ? signs.get('pid', pid) : pid));
		t = replaced(links(t), measures);
		for (const name of names) t = t.replace(name, (whole: string) => signs.get('name', whole));
		t = commandRules(t, cmd, signs);
		return t.replace(
			at.sets,
			(_, head: string, list: string) => head + list.split(', ').sort(byCodePoint).join(', '),
		);
	}

	return { text: (raw, cmd) => spacing(text(raw, cmd), cmd) };
}

const tableCommand = py(
	String.raw`\bps\b|\btop\b|lsns|\bwc\b|conntrack|\barp\b|ip neigh|uid_map|unshare|\bss\b`,
	'',
);
const blanksAtEnd = py(String.raw`[ \t]+$`, 'g', true);
const blanksAtStart = py('^ +', 'g', true);
const blanksBetween = py(String.raw`(?<=\S)[ \t]{2,}`);

function spacing(text: string, cmd: string): string {
	if (!text) return text;
	let t = text.replace(blanksAtEnd, '');
	if (tableCommand.test(cmd)) t = t.replace(blanksAtStart, '');
	return t.replace(blanksBetween, ' ');
}

const leftOut = new Set(['Type', 'Action', 'id', 'execID', 'reclaimed', 'imageID']);

function eventLine(event: RecordedEvent): string {
	const keys = Object.keys(event).filter((key) => !leftOut.has(key));
	return `${event.Type} ${event.Action} ${keys
		.sort(byCodePoint)
		.map((key) => `${key}=${event[key]}`)
		.join(' ')}`;
}

/** The whole session as comparable plain text, one `at$ cmd` after the other with what it printed. */
export function transcript(recording: Recording, { events = true } = {}): string {
	const { text } = normaliser(recording, numberedSigns());
	const out = [`# ${recording.id}: ${recording.title} [${recording.concept}]`];
	let pending: string[] = [];
	const flush = () => {
		if (events) out.push(...[...new Set(pending)].sort(byCodePoint).map((line) => `   * ${line}`));
		pending = [];
	};
	for (const step of recording.steps) {
		if (step.at !== 'clock') {
			flush();
			out.push(`${step.at}$ ${step.cmd}`);
			for (const [tag, stream] of [
				['', step.stdout],
				['2| ', step.stderr],
			] as const) {
				const shown = withoutFinalNewlines(text(stream, step.cmd));
				if (shown) out.push(...shown.split('\n').map((line) => tag + line));
			}
			if (step.exit) out.push(`[exit ${step.exit}]`);
		}
		for (const event of step.events ?? []) pending.push(text(eventLine(event), 'event'));
		if (step.at === 'clock') out.push(step.cmd);
	}
	flush();
	return out.join('\n') + '\n';
}
