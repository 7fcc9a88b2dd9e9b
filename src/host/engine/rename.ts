/** docker rename (moby: daemon/rename.go). */
import type { Host } from '../host.ts';
import { announceContainer } from './announce.ts';
import { containerKey } from './change.ts';
import type { Container } from './container.ts';
import { reservedName } from './containerName.ts';
import { EngineError, isEngineError } from './error.ts';

export function renameContainer(host: Host, { id, name }: Container, asked: string): void {
	if (!asked) throw new EngineError('invalid', 'Neither old nor new names may be empty');
	const wanted = asked.startsWith('/') ? asked : `/${asked}`;
	if (wanted === `/${name}`)
		throw new EngineError('invalid', 'Renaming a container with the same name as its current name');
	host.emit({ kind: 'container.rename', id, name: free(host, wanted, id) });
	host.scheduler.wake(containerKey(id));
	announceContainer(host, host.state.engine.containers.get(id)!, 'rename', { oldName: `/${name}` });
}

function free(host: Host, wanted: string, id: string): string {
	try {
		return reservedName(host, wanted, id);
	} catch (error) {
		if (!isEngineError(error)) throw error;
		throw new EngineError(error.refusal, `Error when allocating new name: ${error.message}`);
	}
}
