import { open } from './model.ts';
import type { Lang } from '#i18n/lang.ts';
import type { SceneName } from '#share/sceneName.ts';
import type { Still } from './still.ts';

type Asked = {
	readonly run: readonly string[];
	readonly scene: SceneName;
	readonly lang: Lang;
	/** How many beats are over, or the beat that tells most about all five pictures. */
	readonly at: number | 'telling';
};

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
		times: run.times,
		sentence: run.sentence(position),
		size: run.size(scene),
		marks: run.marks(scene, t),
	};
}
