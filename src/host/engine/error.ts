/** EngineError is dockerd's refusal; the client shows it as `Error response from daemon: …` (moby: errdefs). */
import { NotLoaded } from '../late.ts';

export type Refusal = 'not found' | 'conflict' | 'invalid' | 'not modified' | 'system';

export class EngineError extends Error {
	readonly refusal: Refusal;
	constructor(refusal: Refusal, message: string) {
		super(message);
		this.refusal = refusal;
	}
}
export const isEngineError = (error: unknown, refusal?: Refusal): error is EngineError =>
	error instanceof EngineError && (refusal === undefined || error.refusal === refusal);

/** What a failed step of the engine says, whoever threw it; a part that is not loaded yet is no failure. */
export function messageOf(error: unknown): string {
	if (error instanceof NotLoaded) throw error;
	return error instanceof Error ? error.message : String(error);
}
