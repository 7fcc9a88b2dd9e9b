/** Which registry a name leads to, and what is said where there is none: the host has no way to the internet. */
import type { Host } from '../host.ts';
import { EngineError } from './error.ts';
import type { Reference } from './reference.ts';

const isLocal = (domain: string) => ['localhost:5000', '127.0.0.1:5000'].includes(domain);

/** Throws what the engine says when the registry can't be reached. */
export function checkRegistry(host: Host, { domain }: Reference): void {
	if (isLocal(domain) && host.state.engine.registry) return;
	const [name = '', port] = domain.split(':');
	if (isLocal(domain) || name === 'localhost' || /^127\./.test(name))
		throw new EngineError(
			'system',
			`Get "http://${domain}/v2/": dial tcp ${name === 'localhost' ? '127.0.0.1' : name}:${port ?? 80}: connect: connection refused`,
		);
	const server = domain === 'docker.io' ? 'registry-1.docker.io' : name;
	const shown = domain === 'docker.io' ? server : domain;
	throw new EngineError(
		'system',
		`Get "https://${shown}/v2/": dial tcp: lookup ${server} on 203.0.113.50:53: no such host`,
	);
}
