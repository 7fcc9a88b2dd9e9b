/** What a signature over a digest would show: the digest that was pushed first under a tag, and what the tag leads to now. */
import { tagDigest } from '#host/engine/registryPlace.ts';
import type { HostState } from '#host/state.ts';
import type { Timeline } from '#timeline/timeline.ts';

export interface Trust {
	readonly name: string;
	/** What the publisher pushed, and would have signed. */
	readonly signed: string;
	/** What the tag leads to at this moment. */
	readonly now: string | undefined;
	/** By which digests the host knows what it pulled or pushed under this repository. */
	readonly known: readonly string[];
}

/** Of the tag that was pushed first in this run; nothing before that. */
export function trustAt({ beats }: Timeline, position: number, state: HostState): Trust | undefined {
	for (const { events } of beats.slice(0, position))
		for (const event of events) {
			if (event.kind !== 'registry.manifest') continue;
			const { repository, tag, digest, place } = event;
			const registry = state.engine.registries.get(place);
			if (!registry) return undefined;
			return {
				name: `${repository}:${tag}`,
				signed: digest,
				now: tagDigest(state, registry, repository, tag),
				known: state.engine.digests
					.keys()
					.filter((each) => each.includes(`/${repository}@`))
					.map((each) => each.split('@')[1] ?? ''),
			};
		}
	return undefined;
}
