/** Frame is the picture at a time: two states' layouts and how far it is between them. Layouts are remembered per state. */
import type { HostState } from '#host/state.ts';
import { ease } from '#stage/ease.ts';
import type { Mark, Marks } from '#stage/mark.ts';
import { tween } from '#stage/tween.ts';
import { at, type Beat, type Timeline } from '#timeline/timeline.ts';
import type { Scene, View } from './scene.ts';

type Pictures = WeakMap<HostState, Marks>;
const layouts = new WeakMap<Scene, WeakMap<View, Pictures>>();
const acted = new WeakMap<Marks, WeakMap<Beat, Marks>>();

const picturesOf = (scene: Scene, view: View): Pictures => {
	const byView = layouts.get(scene) ?? new WeakMap<View, Pictures>();
	layouts.set(scene, byView);
	const pictures = byView.get(view) ?? new WeakMap<HostState, Marks>();
	byView.set(view, pictures);
	return pictures;
};

/** The layout of a state, worked out once. */
export const pictureOf = (scene: Scene, state: HostState, view: View): Marks => {
	const pictures = picturesOf(scene, view);
	const marks = pictures.get(state) ?? scene.layout(state, view);
	pictures.set(state, marks);
	return marks;
};

/** The keys a beat is about: those of its own event, and of what was folded into it where that event has none. */
export const actingKeys = (scene: Scene, beat: Beat): ReadonlySet<string> =>
	new Set([beat.event, ...beat.events].flatMap((event) => scene.acting(event, beat.before, beat.after)));

const marked = (scene: Scene, beat: Beat, marks: Marks): Marks => {
	const known = acted.get(marks)?.get(beat);
	if (known) return known;
	const keys = actingKeys(scene, beat);
	const made = marks.some((mark) => keys.has(mark.key))
		? marks.map((mark): Mark => (keys.has(mark.key) ? { ...mark, act: true } : mark))
		: marks;
	const byBeat = acted.get(marks) ?? new WeakMap<Beat, Marks>();
	acted.set(marks, byBeat.set(beat, made));
	return made;
};

/** The picture at `t` seconds. At the end of a beat it is the layout of the state after it, with what changed marked. */
export const frame = (scene: Scene, timeline: Timeline, t: number, view: View): Marks => {
	const { beat, before, after, progress } = at(timeline, t);
	if (!beat) return pictureOf(scene, after, view);
	const to = marked(scene, beat, pictureOf(scene, after, view));
	return progress >= 1 ? to : tween(pictureOf(scene, before, view), to, ease(progress));
};
