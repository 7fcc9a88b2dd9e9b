/** What curl can see of a registry's API, and the registry beside the host that sessions may ask for (distribution: registry/api/v2). */
import { run } from '../kernel/life.ts';
import { listen } from '../kernel/sockets.ts';
import type { Host } from '../host.ts';
import type { Process, Running } from '../process.ts';
import { MEMORY } from './registryPlace.ts';

const PORT = 5000;

export function startRegistry(host: Host): void {
	openRegistry(host, MEMORY, `127.0.0.1:${PORT}`);
	const argv = ['/usr/bin/docker-registry', 'serve', '/etc/docker/registry/config.yml'];
	const { pid } = run(host, 1, idle, {
		comm: 'docker-registry',
		argv,
		streams: new Map(),
		set: { exe: argv[0]! },
	});
	listen(host, pid, { protocol: 'tcp', port: PORT, address: '127.0.0.1' }, (request) =>
		registryAnswer(host, MEMORY, request),
	);
}

function* idle(process: Process): Running<number> {
	for (;;) yield { keys: [`signal:${process.pid}`] };
}

/** A registry that finds its place as it left it goes on with what is there. */
export function openRegistry(host: Host, place: string, address: string): void {
	if (!host.state.engine.registries.has(place)) host.emit({ kind: 'registry.open', place, address });
}

export function registryAnswer(host: Host, place: string, request: string): string {
	const path = /^\w+ (\S+)/.exec(request)?.[1] ?? '/';
	const [status, body] = found(host, place, path.split('?')[0]!);
	const headers = ['Content-Type: application/json', 'Docker-Distribution-Api-Version: registry/2.0'];
	return `HTTP/1.1 ${status}\r\n${headers.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

const nothing = (code: string, message: string, detail: object) =>
	`${JSON.stringify({ errors: [{ code, message, detail }] })}\n`;

function found(host: Host, place: string, path: string): [string, string] {
	const { tags } = host.state.engine.registries.get(place)!;
	if (path === '/v2/' || path === '/v2') return ['200 OK', '{}'];
	const repositories = [...new Set(tags.keys().map((key) => key.slice(0, key.lastIndexOf(':'))))].sort();
	if (path === '/v2/_catalog') return ['200 OK', `${JSON.stringify({ repositories })}\n`];
	const name = /^\/v2\/(.+)\/tags\/list$/.exec(path)?.[1];
	if (name === undefined) return ['404 Not Found', '404 page not found\n'];
	if (!repositories.includes(name))
		return ['404 Not Found', nothing('NAME_UNKNOWN', 'repository name not known to registry', { name })];
	const own = tags.keys().filter((key) => key.startsWith(`${name}:`));
	return [
		'200 OK',
		`${JSON.stringify({ name, tags: own.map((key) => key.slice(name.length + 1)).sort() })}\n`,
	];
}
