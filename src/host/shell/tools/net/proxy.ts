/** docker-proxy started by hand. The engine's own are set up by portMapping. */
import { PROXY, serveProxy } from '../../../engine/dockerProxy.ts';
import type { Running } from '../../../process.ts';
import type { Call } from '../../call.ts';

export function* proxy(call: Call): Running<number> {
	const value = (name: string): string => call.args[call.args.indexOf(name) + 1] ?? '';
	const containerPort = Number(value('-container-port'));
	if (!containerPort)
		return call.stop(
			`usage: ${PROXY} -proto tcp -host-ip IP -host-port PORT -container-ip IP -container-port PORT`,
		);
	const protocol = value('-proto') === 'udp' ? 'udp' : 'tcp';
	const published = {
		protocol,
		containerPort,
		hostIp: value('-host-ip') || '0.0.0.0',
		hostPort: Number(value('-host-port')),
	} as const;
	serveProxy(call.host, call.pid, value('-container-ip'), published);
	for (;;) yield { keys: [`never:${call.pid}`] };
}
