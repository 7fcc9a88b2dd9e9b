/** EngineError is dockerd's refusal; the client shows it as `Error response from daemon: …` (moby: errdefs). */
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

/** What a failed step of the engine says, whoever threw it. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
