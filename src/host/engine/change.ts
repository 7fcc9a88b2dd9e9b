/** Every change of a container's record goes through here, so that whoever waits for it wakes. */
import type { Host } from '../host.ts';
import type { Container, ContainerReason, ContainerState } from './container.ts';

type Change = Partial<Omit<Container, 'id' | 'log' | 'name'>>;

export const containerKey = (id: string) => `container:${id}`;

export function changeContainer(host: Host, id: string, why: ContainerReason, set: Change): void {
	host.emit({ kind: 'container.change', id, why, set });
	host.scheduler.wake(containerKey(id));
}

export function changeState(
	host: Host,
	id: string,
	why: ContainerReason,
	set: Partial<ContainerState>,
): void {
	const { state } = host.state.engine.containers.get(id)!;
	changeContainer(host, id, why, { state: { ...state, ...set } });
}
