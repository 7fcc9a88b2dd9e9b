/** Stops as pages to hand out: each moment drawn once by itself and once with its words. */
import type { Lang } from '#i18n/lang.ts';
import type { Stop } from '#share/deck.ts';
import type { Easel } from '#share/exports/Easel.svelte.ts';
import type { Page } from '#share/exports/page.ts';
import { withNote } from '#share/exports/sheet.ts';
import { breath, type Work } from '#share/exports/work.ts';
import { USUAL_HOST } from '#share/hosts.ts';
import { nearest, searchOf } from '#share/moment.ts';
import { loadShapes, shapesOf } from '../shapes.svelte.ts';
import { Picturing } from './picturing.ts';

export type Handing = {
	readonly stops: readonly Stop[];
	readonly lang: Lang;
	readonly easel: Easel;
	/** Rules that carry the fonts along. */
	readonly fonts: string;
	/** Where pages of scenes are, for links: ends in `/scenes/`. */
	readonly scenes: string;
};

/** Where a stop's moment is in its run, and the time of it. */
function momentIn({ run }: Picturing, { at }: Stop): { readonly position: number; readonly t: number } {
	const { position } = nearest(at, run.times.beats.length);
	const beat = run.times.beats[position - 1];
	return { position, t: beat ? beat.start + beat.duration : 0 };
}

async function pageOf(stop: Stop, { lang, easel, fonts, scenes }: Handing): Promise<Page> {
	const how = { host: stop.host ?? USUAL_HOST, detail: 'full', stops: false } as const;
	const look = stop.face === undefined ? {} : { face: stop.face };
	const subject = { lines: stop.run, how, scene: stop.scene, look, title: stop.title };
	const [picturing] = await Promise.all([Picturing.of(subject, lang, false), loadShapes([stop.scene])]);
	const { position, t } = momentIn(picturing, stop);
	const sentence = picturing.run.sentence(position);
	const bare = picturing.bareAt(t);
	const whole = withNote(bare, sentence, stop.note);
	const own = shapesOf(stop.scene);
	const { run, at, host } = stop;
	return {
		title: stop.title,
		picture: easel.draw(bare, fonts, own),
		size: bare.size,
		whole: easel.draw(whole, fonts, own),
		wholeSize: whole.size,
		sentence,
		note: stop.note,
		link: `${scenes}${stop.scene}/${searchOf({ run, at, host }, look)}`,
	};
}

export async function pagesOf(handing: Handing, work: Work): Promise<Page[]> {
	const pages: Page[] = [];
	for (const stop of handing.stops) {
		pages.push(await pageOf(stop, handing));
		work.progress(pages.length, handing.stops.length);
		await breath(work);
	}
	return pages;
}
