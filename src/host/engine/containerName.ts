/** Names are unique, and of a form that fits a URL (moby: daemon/names.go). */
import type { Host } from '../host.ts';
import { late } from '../late.ts';
import { EngineError } from './error.ts';

const names = late([], () => import('./generatedName.ts'));

const NAME = /^\/?[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

export function reservedName(host: Host, asked: string, id: string): string {
	if (!asked) return names().generatedName(host.state, id);
	if (!NAME.test(asked))
		throw new EngineError(
			'invalid',
			`Invalid container name (${asked}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`,
		);
	const name = asked.replace(/^\//, '');
	const owner = host.state.engine.names.get(name);
	if (owner !== undefined)
		throw new EngineError(
			'conflict',
			`Conflict. The container name "/${name}" is already in use by container "${owner}". You have to remove (or rename) that container to be able to reuse that name.`,
		);
	return name;
}
