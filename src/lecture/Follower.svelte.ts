/** Follower shows what another window leads to, however quickly that goes on. */
import { Explorer } from '#explore/Explorer.svelte.ts';
import type { Lang } from '#i18n/lang.ts';
import type { Point } from '#stage/mark.ts';
import { BLANK } from './blank.ts';
import type { Stroke } from './message.ts';
import { isSameRun, type Sight } from './sight.ts';

export class Follower {
	readonly explorer: Explorer;
	/** What is shown; nothing before the first. */
	sight = $state.raw<Sight | undefined>();
	strokes = $state.raw<readonly Stroke[]>([]);
	light = $state.raw<Point | undefined>();
	#wanted: Sight | undefined;
	#isBusy = false;

	constructor(lang: Lang) {
		this.explorer = new Explorer(BLANK, lang);
	}

	/** The newest is what counts: what came while another was being opened is passed over. */
	async follow(sight: Sight): Promise<void> {
		this.#wanted = sight;
		if (this.#isBusy) return;
		this.#isBusy = true;
		try {
			for (let next = this.#take(); next; next = this.#take()) await this.#show(next);
		} finally {
			this.#isBusy = false;
		}
	}

	#take(): Sight | undefined {
		const wanted = this.#wanted;
		this.#wanted = undefined;
		return wanted;
	}

	async #show(sight: Sight): Promise<void> {
		const { explorer } = this;
		const { playback } = explorer;
		const now = { run: explorer.lines, host: explorer.host };
		const isAwake = explorer.run !== undefined && explorer.detail === sight.detail;
		if (isAwake && isSameRun(now, sight)) this.#look(sight);
		else {
			const goesOn = isAwake && isSameRun(now, { ...sight, run: sight.run.slice(0, now.run.length) });
			const from = playback.position;
			explorer.detail = sight.detail;
			await explorer.stand(sight, (run) => {
				this.#look(sight);
				return goesOn ? Math.min(from, run.positionAt(sight.at)) : run.positionAt(sight.at);
			});
		}
		const position = explorer.run?.positionAt(sight.at) ?? 0;
		if (playback.position !== position) playback.goTo(position);
	}

	#look(sight: Sight): void {
		const { explorer } = this;
		this.sight = sight;
		explorer.scene = sight.scene;
		explorer.face = sight.face;
		explorer.chosen = sight.chosen;
		explorer.lit = new Set(sight.lit);
	}
}
