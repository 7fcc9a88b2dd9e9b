/** Approach goes smoothly from one way of looking to another: into a mark, out to the whole picture. */
import { viewBetween } from '#stage/camera.ts';
import { ease } from '#stage/ease.ts';
import type { Rect } from '#stage/mark.ts';

const SECONDS = 0.45;

export class Approach {
	#start = $state.raw<Rect | undefined>();
	#part = $state(1);
	#seen: Rect | undefined;
	#near: string | undefined;
	#handle = 0;

	/** What is seen on the way to where one looks. */
	from(target: Rect): Rect {
		const view = this.#start && this.#part < 1 ? viewBetween(this.#start, target, ease(this.#part)) : target;
		this.#seen = view;
		return view;
	}

	/** Begins the way where another nearness is wanted; without motion it is a cut. */
	heed(near: string, isStill: boolean): () => void {
		if (this.#near !== undefined && this.#near !== near && !isStill && this.#seen) this.#go(this.#seen);
		this.#near = near;
		return () => cancelAnimationFrame(this.#handle);
	}

	#go(start: Rect): void {
		this.#start = start;
		this.#part = 0;
		let since: number | undefined;
		const frame = (now: number): void => {
			since ??= now;
			this.#part = Math.min(1, (now - since) / 1000 / SECONDS);
			if (this.#part < 1) this.#handle = requestAnimationFrame(frame);
		};
		this.#handle = requestAnimationFrame(frame);
	}
}
