/** DOCKER_CONTENT_TRUST: names are asked of a notary server first, which no name server here knows (docker/cli: cli/trust, cli/command/image/trust.go). */
import { parseReference } from '../../engine/reference.ts';
import { reached } from '../../engine/registryPlace.ts';
import type { Client } from './client.ts';

const off: ReadonlySet<string> = new Set(['', '0', 'f', 'F', 'false', 'FALSE', 'False']);

/** What the client says of an image that it is to trust; undefined where it asks nobody. */
export function trustProblem({ host, process, flags }: Client, name: string): string | undefined {
	const isAsked = !off.has(process.env['DOCKER_CONTENT_TRUST'] ?? '');
	const reference = parseReference(host, name);
	if (!isAsked || flags.isSet('disable-content-trust') || reference.digest) return undefined;
	const [server = '', port = '443'] = reference.domain.split(':');
	const isLocal = server === 'localhost' || server.startsWith('127.');
	if (isLocal && reached(host, Number(port))) return undefined;
	const notary = reference.domain === 'docker.io' ? 'notary.docker.io' : server;
	const why = isLocal
		? `dial tcp 127.0.0.1:${port}: connect: connection refused`
		: `dial tcp: lookup ${notary} on 203.0.113.50:53: no such host`;
	return `Error: error contacting notary server: ${why}`;
}
