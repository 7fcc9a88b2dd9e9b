import type { Plugin } from 'vite';
import { parse } from './parse.ts';

const IS_NOTE = /\/locales\/[^/]+\/(?:notes\/)?[^/]+\.md$/;

/** Notes are read while building, so that no reader of Markdown is sent with the site's own. */
export function notes(): Plugin {
	return {
		name: 'drydock:notes',
		enforce: 'pre',
		transform(source, id) {
			if (!IS_NOTE.test(id)) return undefined;
			return { code: `export default ${JSON.stringify(parse(source))}`, map: null, moduleType: 'js' };
		},
	};
}
