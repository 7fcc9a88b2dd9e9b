/** Pages as PDF: one lying A4 page a stop, its picture with the sentence and the note below it. */
import { spoken } from '#i18n/pieces.ts';
import type { Page } from './page.ts';
import { png } from './png.ts';
import { breath, type Work } from './work.ts';

/** Points: A4, lying. */
const WIDTH = 841.89;
const HEIGHT = 595.28;
const EDGE = 18;
const SCALE = 2;

export async function pdf(title: string, lang: string, pages: readonly Page[], work: Work): Promise<Blob> {
	const { PDFDocument } = await import('pdf-lib');
	const file = await PDFDocument.create();
	file.setTitle(title);
	file.setLanguage(lang);
	file.setSubject(pages.map(({ sentence }) => spoken(sentence)).join(' '));
	for (const [index, { whole, wholeSize }] of pages.entries()) {
		const picture = await png(whole, wholeSize, SCALE);
		const image = await file.embedPng(await picture.arrayBuffer());
		const page = file.addPage([WIDTH, HEIGHT]);
		const scale = Math.min((WIDTH - 2 * EDGE) / wholeSize.width, (HEIGHT - 2 * EDGE) / wholeSize.height);
		const [width, height] = [wholeSize.width * scale, wholeSize.height * scale];
		page.drawImage(image, { x: (WIDTH - width) / 2, y: HEIGHT - EDGE - height, width, height });
		work.progress(index + 1, pages.length);
		await breath(work);
	}
	const bytes = await file.save();
	return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/pdf' });
}
