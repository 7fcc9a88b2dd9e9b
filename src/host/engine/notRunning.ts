import type { Host } from '../host.ts';
import { EngineError } from './error.ts';

/** moby: daemon/errors.go errNotRunning */
export const notRunning = (host: Host, id: string): EngineError =>
	new EngineError('conflict', `${host.profile.major >= 26 ? 'container' : 'Container'} ${id} is not running`);
