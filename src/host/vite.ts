import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const SESSION = fileURLToPath(new URL('session.ts', import.meta.url));
const HERE = fileURLToPath(new URL('.', import.meta.url));

type Find = (id: string) => { readonly importedIds: readonly string[] } | null;

/** The files of the host that a session imports before anything is fetched late. */
function always(find: Find): ReadonlySet<string> {
	const found = new Set([SESSION]);
	for (const id of found)
		for (const next of find(id)?.importedIds ?? []) if (next.startsWith(HERE)) found.add(next);
	return found;
}

/** One file for what every session needs, instead of one for each way in which late parts share it. */
export function host(): Plugin {
	let core: ReadonlySet<string> | undefined;
	let file: string | undefined;
	return {
		name: 'drydock:host',
		applyToEnvironment: ({ name }) => name === 'client',
		config: () => ({
			build: {
				modulePreload: {
					// A late part needs little besides the host: no list of what each needs.
					resolveDependencies: (_, needed, { hostId }) => (hostId === file ? [] : needed),
				},
			},
		}),
		generateBundle: {
			order: 'pre',
			handler(_, bundle) {
				file = Object.values(bundle).find(({ name }) => name === 'host')?.fileName;
			},
		},
		buildStart() {
			core = undefined;
		},
		outputOptions(options) {
			const name = (id: string, graph: { getModuleInfo: Find }) =>
				(core ??= always((each) => graph.getModuleInfo(each))).has(id) ? 'host' : null;
			// What loads parts is asked for by pages that don't need the host.
			const loader = { name: 'loader', test: /vite\/preload-helper/, priority: 1 };
			return { ...options, codeSplitting: { groups: [loader, { name }] } };
		},
	};
}
