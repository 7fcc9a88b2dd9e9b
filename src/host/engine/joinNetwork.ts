/** docker network connect and disconnect of a container (moby: daemon/container_operations.go). */
import type { Host } from '../host.ts';
import { changeContainer } from './change.ts';
import { hasResolver } from './nameFiles.ts';
import { resolver, containerAt, attach, moveIn, setGateway, detach } from './endpoint.ts';

/** A running container joins one more network. */
export function joinNetwork(host: Host, id: string, name: string): void {
	attach(host, id, name);
	const { sandbox } = containerAt(host, id);
	if (!sandbox?.namespace) return;
	moveIn(host, id, name, sandbox.namespace);
	setGateway(host, id);
	if (hasResolver(host.state, containerAt(host, id))) resolver().serveNamesIn(host, id, sandbox.namespace);
}

/** A running container leaves a network; the default route finds another owner. */
export function leaveNetwork(host: Host, id: string, name: string): void {
	detach(host, id, name);
	const { [name]: _, ...endpoints } = containerAt(host, id).endpoints;
	changeContainer(host, id, 'disconnected', { endpoints });
	setGateway(host, id);
}
