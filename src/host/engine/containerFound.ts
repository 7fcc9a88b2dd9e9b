/** Which container a name, an id or the beginning of an id means (moby: daemon/container.go GetContainer). */
import type { HostState } from '../state.ts';
import type { Container } from './container.ts';
import { EngineError } from './error.ts';

export function containerNamed(state: HostState, text: string): Container | undefined {
	const { containers, names } = state.engine;
	const whole = containers.get(text);
	if (whole) return whole;
	const id = names.get(text.replace(/^\//, ''));
	if (id !== undefined) return containers.get(id);
	const found = /^[0-9a-f]+$/.test(text) ? containers.filter((each) => each.id.startsWith(text)) : [];
	if (found.length > 1) throw new EngineError('invalid', `Multiple IDs found with provided prefix: ${text}`);
	return found[0];
}

export function containerFound(state: HostState, text: string): Container {
	const container = containerNamed(state, text);
	if (!container) throw new EngineError('not found', `No such container: ${text}`);
	return container;
}
