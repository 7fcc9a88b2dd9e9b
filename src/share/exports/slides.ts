/** Pages as slides (PPTX): a picture each, the sentence below it, sentence and note as the speaker's notes. */
import { spoken } from '#i18n/pieces.ts';
import type { Page } from './page.ts';
import { png } from './png.ts';
import { breath, type Work } from './work.ts';

/** Inches: PowerPoint's wide page. */
const WIDTH = 13.333;
const HEIGHT = 7.5;
const HEAD = 0.62;
const FOOT = 0.95;
const EDGE = 0.35;
const SCALE = 2;

type Paper = { readonly paper: string; readonly ink: string };

const dataUrl = (blob: Blob): Promise<string> =>
	new Promise((then, fail) => {
		const reader = new FileReader();
		reader.onload = () => then(String(reader.result));
		reader.onerror = () => fail(reader.error ?? new Error('the picture could not be read'));
		reader.readAsDataURL(blob);
	});

/** As large as fits between head and foot. */
function fitting({ width, height }: Page['size']) {
	const scale = Math.min((WIDTH - 2 * EDGE) / width, (HEIGHT - HEAD - FOOT) / height);
	const [w, h] = [width * scale, height * scale];
	return { x: (WIDTH - w) / 2, y: HEAD + (HEIGHT - HEAD - FOOT - h) / 2, w, h };
}

export async function slides(
	title: string,
	pages: readonly Page[],
	{ paper, ink }: Paper,
	work: Work,
): Promise<Blob> {
	const { default: Pptx } = await import('pptxgenjs');
	const deck = new Pptx();
	deck.defineLayout({ name: 'wide', width: WIDTH, height: HEIGHT });
	deck.layout = 'wide';
	deck.title = title;
	for (const [index, page] of pages.entries()) {
		const slide = deck.addSlide();
		slide.background = { color: paper };
		const text = { x: EDGE, w: WIDTH - 2 * EDGE, color: ink, fontFace: 'Pretendard' };
		slide.addText(page.title, { ...text, y: 0.1, h: HEAD - 0.1, fontSize: 20, bold: true, valign: 'middle' });
		const data = await dataUrl(await png(page.picture, page.size, SCALE));
		slide.addImage({ data, altText: spoken(page.sentence) || page.title, ...fitting(page.size) });
		if (page.sentence)
			slide.addText(spoken(page.sentence), {
				...text,
				y: HEIGHT - FOOT,
				h: FOOT - 0.1,
				fontSize: 18,
				valign: 'middle',
			});
		slide.addNotes([spoken(page.sentence), page.note, page.link].filter(Boolean).join('\n\n'));
		work.progress(index + 1, pages.length);
		await breath(work);
	}
	return (await deck.write({ outputType: 'blob' })) as Blob;
}
