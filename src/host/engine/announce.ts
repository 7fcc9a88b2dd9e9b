/** The engine's own journal: every message carries the attributes that moby's LogContainerEvent and its like give it. */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import type { Container } from './container.ts';
import type { Message } from './journal.ts';

type Attributes = Readonly<Record<string, string>>;

export function announce(
	host: Host,
	type: Message['type'] | 'builder',
	action: string,
	id: string,
	attributes: Attributes,
): void {
	const time = host.state.clock.now;
	host.emit({
		kind: 'engine.event',
		message: { type: type as Message['type'], action, id, attributes, time },
	});
	host.scheduler.wake('journal');
}

/** moby: daemon/events.go — labels, then image and name, over them the message's own. */
export function announceContainer(
	host: Host,
	container: Container,
	action: string,
	attributes: Attributes = {},
): void {
	const { config, name, imageName } = container;
	announce(host, 'container', action, container.id, {
		...config.labels,
		image: imageName,
		name,
		...attributes,
	});
}

export function announceImage(host: Host, id: string, action: string, name: string): void {
	const labels = imageLabels(host.state, id);
	announce(host, 'image', action, id, { ...labels, name });
}

const imageLabels = (state: HostState, id: string): Attributes =>
	state.engine.images.get(id.replace(/^sha256:/, ''))?.config.labels ?? {};
