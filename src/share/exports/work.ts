/** Work that takes a while: it tells how far it is, and stops when it is told to. */
export type Work = {
	readonly signal: AbortSignal;
	/** Called with how much is done of how much. */
	readonly progress: (done: number, of: number) => void;
};

/** Gives the page a turn (to draw how far it is, to hear that it should stop). Throws the signal's reason once that was said. */
export async function breath({ signal }: Work): Promise<void> {
	await new Promise((then) => setTimeout(then));
	signal.throwIfAborted();
}
