/** -p and --expose as they are written (docker/go-connections: nat/nat.go). */
import type { PortBinding } from '../../../engine/container.ts';
import { isIP } from '../flags/isIP.ts';

export class SpecError extends Error {}

const range = (text: string, problem: string): [number, number] => {
	const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
	const [low, high] = [Number(first ?? NaN), Number(last ?? NaN)];
	if (!(low <= high) || high > 65535) throw new SpecError(problem);
	return [low, high];
};

/** `ip:host:container/proto`, from the right; an IPv6 address stands in brackets. */
function parts(text: string): { ip: string; host: string; container: string; proto: string } {
	const bracketed = /^(\[[^\]]*\]):(.*)$/.exec(text);
	const words = (bracketed ? bracketed[2]! : text).split(':');
	if (bracketed) words.unshift(bracketed[1]!);
	const last = words.pop() ?? '';
	const [container = '', proto = 'tcp'] = last.split('/');
	const host = words.pop() ?? '';
	return { ip: words.join(':'), host, container, proto: proto.toLowerCase() };
}

export type Published = Readonly<Record<string, readonly PortBinding[]>>;

/** `published=8080,target=80` is the long way to write `8080:80`. */
function plain(text: string): string {
	if (!text.includes('=')) return text;
	const fields = Object.fromEntries(text.split(',').map((field) => field.split('=')));
	return `${fields['published'] ?? ''}:${fields['target'] ?? ''}/${fields['protocol'] ?? 'tcp'}`;
}

function bindings(text: string): [string, PortBinding][] {
	const { ip, host, container, proto } = parts(plain(text));
	const hostIp = ip.replace(/^\[(.*)\]$/, '$1');
	const hasColons = hostIp.includes(':') && !ip.startsWith('[');
	if (hasColons)
		throw new SpecError(`Invalid ip address ${hostIp}: address ${hostIp}:: too many colons in address`);
	if (hostIp && !isIP(hostIp)) throw new SpecError(`Invalid ip address: ${hostIp}`);
	if (!container) throw new SpecError(`No port specified: ${text}<empty>`);
	const [from, to] = range(container, `Invalid containerPort: ${container}`);
	const [hostFrom, hostTo] = host ? range(host, `Invalid hostPort: ${host}`) : [0, 0];
	if (host && to - from !== hostTo - hostFrom && to !== from)
		throw new SpecError(`Invalid ranges specified for container and host Ports: ${container} and ${host}`);
	if (!['tcp', 'udp', 'sctp'].includes(proto)) throw new SpecError(`Invalid proto: ${proto}`);
	return Array.from({ length: to - from + 1 }, (_, i) => {
		const port = !host
			? ''
			: from === to && hostFrom !== hostTo
				? `${hostFrom}-${hostTo}`
				: String(hostFrom + i);
		return [`${from + i}/${proto}`, { hostIp, hostPort: port }];
	});
}

export function publishedPorts(texts: readonly string[]): Published {
	const published: Record<string, PortBinding[]> = {};
	for (const text of texts)
		for (const [port, binding] of bindings(text)) (published[port] ??= []).push(binding);
	return published;
}

export function exposedPorts(texts: readonly string[]): string[] {
	return texts.flatMap((text) => {
		if (text.includes(':')) throw new SpecError(`invalid port format for --expose: ${text}`);
		const [port = '', proto = 'tcp'] = text.split('/');
		const [from, to] = range(
			port,
			`invalid range format for --expose: ${port}, error: Invalid port: ${port}`,
		);
		return Array.from({ length: to - from + 1 }, (_, i) => `${from + i}/${proto.toLowerCase()}`);
	});
}
