import type { Handle } from '@sveltejs/kit';
import { LANGS } from '#i18n/lang.ts';

/** Fonts are asked for with the page, so that it is not laid out twice. */
export const handle: Handle = ({ event, resolve }) =>
	resolve(event, {
		transformPageChunk: ({ html }) => html.replace('%lang%', event.params.lang ?? LANGS[0]),
		preload: ({ type }) => type === 'js' || type === 'css' || type === 'font',
	});
