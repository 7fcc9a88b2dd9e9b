import { open } from './model.ts';
import type { Lang } from '#i18n/lang.ts';
import type { SceneName } from '#share/sceneName.ts';
import type { Times } from '#timeline/Playback.svelte.ts';
import type { Still } from './still.ts';

type Asked = {
	readonly run: readonly string[];
	readonly scene: SceneName;
	readonly lang: Lang;
	/** How many beats are over, or the beat that tells most about all five pictures. */
	readonly at: number | 'telling';
};

/** Times alone, without the host's states that go with them. */
const bare = ({ duration, beats, steps }: Times): Times => ({
	duration,
	beats: beats.map(({ start, duration: seconds }) => ({ start: short(start), duration: short(seconds) })),
	steps: steps.map(({ start, end }) => ({ start: short(start), end: short(end) })),
});
const short = (seconds: number): number => Math.round(seconds * 1000) / 1000;

/** One moment of one run, drawn; only while building. */
export async function stillOf({ run: lines, scene, lang, at }: Asked): Promise<Still> {
	const run = await open(lines, lang, { detail: 'full', stops: false });
	const position = at === 'telling' ? run.telling() : at;
	const beat = run.times.beats[position - 1];
	const t = beat ? beat.start + beat.duration : 0;
	return {
		run: lines,
		scene,
		position,
		times: bare(run.times),
		sentence: run.sentence(position),
		size: run.size(scene),
		marks: run.marks(scene, t),
	};
}
