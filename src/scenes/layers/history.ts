/** What a line of an image's history says, and which names an image has. */
import type { Image, Layer } from '#host/engine/image.ts';
import type { HostState } from '#host/state.ts';

/** What a Dockerfile line did, without how it is written down. */
export const lineOf = (createdBy: string): string =>
	createdBy
		.replace(/^\/bin\/sh -c #\(nop\)\s*/, '')
		.replace(/^(RUN )?\/bin\/sh -c /, 'RUN ')
		.replace(/ # buildkit$/, '')
		.replace(/\b(file|dir|multi):([0-9a-f]{6})[0-9a-f]+/g, '$1:$2…')
		.trim();

/** The line of an image's history that made a layer. */
export function madeBy(state: HostState, { chain }: Layer): string {
	const image = state.engine.images.find((each) => each.chain.includes(chain));
	const filled = image?.history.filter((each) => !each.isEmpty) ?? [];
	return lineOf(filled[image?.chain.indexOf(chain) ?? -1]?.createdBy ?? '');
}

export const tagsOf = (state: HostState, { id }: Image): readonly string[] =>
	state.engine.tags
		.entries()
		.filter(([, each]) => each === id)
		.map(([tag]) => tag);

export const digestsOf = (state: HostState, { id }: Image): readonly string[] =>
	state.engine.digests
		.entries()
		.filter(([, each]) => each === id)
		.map(([reference]) => reference);

/** Images that somebody sees: those with a name, and those that no other was built on. */
export function namedImages(state: HostState): readonly Image[] {
	const parents = new Set(state.engine.images.values().map((each) => each.parent));
	return state.engine.images.filter((each) => !parents.has(each.id) || tagsOf(state, each).length > 0);
}
