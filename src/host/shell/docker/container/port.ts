/** docker port (docker/cli: cli/command/container/port.go). */
import { containerFound } from '../../../engine/containerFound.ts';
import { portsInspect } from '../../../engine/portsShown.ts';
import type { Running } from '../../../process.ts';
import { refusalText, refused, type Client } from '../client.ts';

export function* portVerb(client: Client): Running<number> {
	const [name = '', asked] = client.args;
	const ports = found(client, name);
	if (asked === undefined) {
		const lines = Object.entries(ports).flatMap(([port, all]) =>
			(all ?? []).map((each) => ({ port, text: address(client, each) })),
		);
		for (const { port, text } of lines.sort(byPort)) client.say(`${port} -> ${text}`);
		return 0;
	}
	const [number = '', proto = 'tcp'] = asked.split('/');
	const bound = ports[`${number}/${proto}`];
	if (!bound?.length)
		return client.fail(
			`Error: No public port '${client.is26 ? asked : `${number}/${proto}`}' published for ${name}`,
		);
	for (const each of bound) client.say(address(client, each));
	return 0;
}

function found(client: Client, name: string) {
	try {
		return portsInspect(client.host.state, containerFound(client.host.state, name));
	} catch (error) {
		return client.fail(refusalText('container')(client, refused(error), name));
	}
}

const byPort = (a: { port: string }, b: { port: string }) => parseInt(a.port) - parseInt(b.port);
const address = ({ is26 }: Client, { HostIp, HostPort }: { HostIp: string; HostPort: string }): string =>
	is26 && HostIp.includes(':') ? `[${HostIp}]:${HostPort}` : `${HostIp}:${HostPort}`;
