import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { fonts } from './src/fonts/vite.ts';
import { host } from './src/host/vite.ts';
import { notes } from './src/notes/vite.ts';

/** SvelteKit's own route announcer sets one style attribute; this is the hash of its text. */
const ANNOUNCER = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=';
/** Only there while developing. */
const WORKSHOP = '/[workshop=workshop]';

export default defineConfig({
	plugins: [
		notes(),
		fonts(),
		host(),
		sveltekit({
			adapter: adapter({ strict: true }),
			compilerOptions: {
				runes: ({ filename }: { filename: string }) => (filename.includes('node_modules') ? undefined : true),
			},
			csp: {
				mode: 'hash',
				directives: {
					'default-src': ['none'],
					'script-src': ['self'],
					'style-src': ['self'],
					'style-src-attr': ['unsafe-hashes', ANNOUNCER],
					'img-src': ['self', 'data:', 'blob:'],
					'font-src': ['self'],
					'connect-src': ['self'],
					'worker-src': ['self'],
					'manifest-src': ['self'],
					'base-uri': ['none'],
					'form-action': ['none'],
				},
			},
			paths: { relative: true },
			prerender: {
				handleMissingId: 'fail',
				handleUnseenRoutes: ({ routes, message }: { routes: string[]; message: string }) => {
					if (routes.some((route) => !route.startsWith(WORKSHOP))) throw new Error(message);
				},
			},
		}),
	],
	// svelte-i18n with the small message format instead of a parser of 10 kB, in the browser and while building.
	resolve: {
		alias: { 'intl-messageformat': fileURLToPath(new URL('src/i18n/messageFormat.ts', import.meta.url)) },
	},
	ssr: { noExternal: ['svelte-i18n'] },
	test: {
		server: { deps: { inline: ['svelte-i18n'] } },
		environment: 'node',
		include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
	},
});
