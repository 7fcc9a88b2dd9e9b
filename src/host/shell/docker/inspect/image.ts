/** What `docker image inspect` shows, in the engine's order (moby: api/types ImageInspect). */
import type { Image } from '../../../engine/image.ts';
import { layerPaths } from '../../../engine/layerStore.ts';
import { digestsOf, tagsOf } from '../../../engine/removeImage.ts';
import { profiles } from '../../../profile.ts';
import type { HostState } from '../../../state.ts';
import type { GoValue } from '../go/value.ts';
import { configJson } from './container.ts';
import { goTime } from './goTime.ts';

type Json = { readonly [key: string]: GoValue };

export function imageJson(state: HostState, image: Image): Json {
	const profile = profiles[state.profile];
	const is26 = profile.major === 26;
	const top = state.engine.layers.get(image.chain.at(-1) ?? '');
	const config = configJson({ config: image.config });
	return {
		Id: `sha256:${image.id}`,
		RepoTags: tagsOf(state, image.id),
		RepoDigests: digestsOf(state, image.id),
		Parent: image.parent && `sha256:${image.parent}`,
		Comment: image.comment,
		Created: goTime(image.created),
		...(!is26 || image.container ? { Container: image.container, ContainerConfig: config } : {}),
		DockerVersion: profile.docker,
		Author: image.author,
		Config: config,
		Architecture: 'amd64',
		Os: 'linux',
		Size: image.size,
		...(!is26 && { VirtualSize: image.size }),
		GraphDriver: { Data: top ? graphData(state, top.directory) : {}, Name: 'overlay2' },
		RootFS: { Type: 'layers', Layers: image.diffIds },
		Metadata: { LastTagTime: '0001-01-01T00:00:00Z' },
	};
}

function graphData(state: HostState, directory: string): Json {
	const { upper, work, merged, lower } = layerPaths(state, directory);
	return {
		...(lower.length > 0 && { LowerDir: lower.join(':') }),
		MergedDir: merged,
		UpperDir: upper,
		WorkDir: work,
	};
}
