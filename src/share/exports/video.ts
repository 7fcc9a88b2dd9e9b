/** A film as a video: MP4 where the browser can write H.264, else WebM. */
import {
	BufferTarget,
	CanvasSource,
	getFirstEncodableVideoCodec,
	Mp4OutputFormat,
	Output,
	QUALITY_HIGH,
	WebMOutputFormat,
	type VideoCodec,
} from 'mediabunny';
import type { Moving } from './moving.ts';
import { canvasOf, drawOn } from './raster.ts';
import { breath, type Work } from './work.ts';

export type Video = { readonly blob: Blob; readonly ending: 'mp4' | 'webm' };

/** There is nothing here that writes videos: an old browser, or a page that came over an unsafe connection. */
export class NoVideo extends Error {
	override readonly name = 'NoVideo';
}

type Size = { readonly width: number; readonly height: number };

async function writable(size: Size): Promise<{ codec: VideoCodec; ending: Video['ending'] }> {
	if (typeof VideoEncoder === 'undefined') throw new NoVideo();
	const mp4 = await getFirstEncodableVideoCodec(['avc'], size);
	if (mp4) return { codec: mp4, ending: 'mp4' };
	const webm = await getFirstEncodableVideoCodec(['vp9', 'vp8', 'av1'], size);
	if (!webm) throw new NoVideo();
	return { codec: webm, ending: 'webm' };
}

export async function video({ shots, size, scale, svgAt }: Moving, work: Work): Promise<Video> {
	const paper = canvasOf(size, scale);
	const { codec, ending } = await writable(paper.canvas);
	const target = new BufferTarget();
	const format = ending === 'mp4' ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat();
	const output = new Output({ format, target });
	const source = new CanvasSource(paper.canvas, { codec, bitrate: QUALITY_HIGH });
	output.addVideoTrack(source);
	await output.start();
	try {
		let time = 0;
		let shown: number | undefined;
		for (const [index, { t, seconds }] of shots.entries()) {
			if (t !== shown) await drawOn(paper, svgAt(t));
			shown = t;
			await source.add(time, seconds);
			time += seconds;
			work.progress(index + 1, shots.length);
			await breath(work);
		}
		await output.finalize();
	} catch (error) {
		await output.cancel();
		throw error;
	}
	if (!target.buffer) throw new Error('the video was not written');
	return { blob: new Blob([target.buffer], { type: `video/${ending}` }), ending };
}
