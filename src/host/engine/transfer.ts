/** Which registry a name leads to, and what is said where there is none: the host has no way to the internet. */
import type { Host } from '../host.ts';
import type { Registry } from './engine.ts';
import { EngineError } from './error.ts';
import type { Reference } from './reference.ts';
import { reached } from './registryPlace.ts';

/** The engine speaks HTTP to 127.0.0.0/8 only (moby: registry/config.go, insecure registries). */
const isLoopback = (name: string): boolean => name === 'localhost' || /^127\./.test(name);
const isAddress = (name: string): boolean => /^[\d.]+$/.test(name);

const refused = (domain: string, why: string, scheme = 'http'): EngineError =>
	new EngineError('system', `Get "${scheme}://${domain}/v2/": ${why}`);

/** The registry that answers. Throws what the engine says when there is none to be reached. */
export function registryAt(host: Host, { domain }: Reference): Registry {
	const [name = '', port = '80'] = domain.split(':');
	const found = isLoopback(name) || isAddress(name) ? reached(host, Number(port)) : undefined;
	if (isLoopback(name)) return localRegistry(host, domain, found);
	if (found?.place !== undefined)
		throw refused(domain, 'http: server gave HTTP response to HTTPS client', 'https');
	const server = domain === 'docker.io' ? 'registry-1.docker.io' : name;
	const shown = domain === 'docker.io' ? server : domain;
	throw refused(shown, `dial tcp: lookup ${server} on 203.0.113.50:53: no such host`, 'https');
}

function localRegistry(host: Host, domain: string, found: ReturnType<typeof reached>): Registry {
	const [name = '', port = '80'] = domain.split(':');
	const address = name === 'localhost' ? '127.0.0.1' : name;
	if (!found) throw refused(domain, `dial tcp ${address}:${port}: connect: connection refused`);
	if (found.isFrozen)
		throw refused(domain, 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)');
	const registry = host.state.engine.registries.get(found.place ?? '');
	if (registry) return registry;
	throw new EngineError(
		'system',
		"error parsing HTTP 404 response body: invalid character '<' looking for beginning of value",
	);
}

/** Throws what the engine says when the registry can't be reached. */
export const checkRegistry = (host: Host, reference: Reference): void => void registryAt(host, reference);
