/** What the steps of a build work on: the stage so far, the cache, the intermediate containers (moby: builder/dockerfile/{builder,internals}.go). */
import type { Host } from '../host.ts';
import type { Tree } from '../kernel/tree.ts';
import { addImage } from './commit.ts';
import type { Container, ContainerConfig } from './container.ts';
import { createContainer } from './create.ts';
import { emptyHostConfig } from './defaults.ts';
import type { Image } from './image.ts';
import { envMap } from './instructions.ts';
import { treeOfLayer } from './layerTrees.ts';
import { destroy } from './remove.ts';
import { shortId } from './status.ts';

export interface BuildSpec {
	readonly dockerfile: string;
	readonly context: Tree;
	readonly tags: readonly string[];
	readonly buildArgs: Readonly<Record<string, string>>;
	readonly labels: Readonly<Record<string, string>>;
	readonly usesCache: boolean;
	readonly keepsContainers: boolean;
	readonly target: string;
	/** Of the containers that RUN makes. */
	readonly networkMode: string;
	readonly say: (line: string) => void;
	readonly write: (text: string) => void;
	readonly writeError: (text: string) => void;
}

export interface Stage {
	readonly name: string;
	image: Image | undefined;
	config: ContainerConfig;
	readonly args: Map<string, string>;
	shell: readonly string[];
	isCacheBusted: boolean;
	/** Its last step was. */
	isFromCache: boolean;
	maintainer: string;
}

export const envOf = (stage: Stage): Map<string, string> =>
	new Map([...stage.args, ...envMap(stage.config.env)]);

export const nop = (stage: Stage, told: string) =>
	`${stage.shell.join(' ')} #(nop) ${told.startsWith('COPY') || told.startsWith('ADD') || told.startsWith('WORKDIR') ? '' : ' '}${told}`;

/** The image that an earlier build made of the same parent by the same step. */
function cached(
	host: Host,
	spec: BuildSpec,
	stage: Stage,
	createdBy: string,
	config: ContainerConfig,
): Image | undefined {
	if (!spec.usesCache || stage.isCacheBusted) return undefined;
	const key = (each: ContainerConfig) => JSON.stringify({ ...each, hostname: '', image: '' });
	const hit = host.state.engine.images
		.filter((each) => each.parent === (stage.image?.id ?? '') && each.history.at(-1)?.createdBy === createdBy)
		.filter((each) => each.container === '' || key(each.config) === key(config))
		.at(-1);
	return hit;
}

/** Uses what is in the cache, or says that from here on everything is new. */
export function takeCached(
	host: Host,
	spec: BuildSpec,
	stage: Stage,
	createdBy: string,
	config: ContainerConfig,
): boolean {
	const hit = cached(host, spec, stage, createdBy, config);
	stage.isFromCache = hit !== undefined;
	if (!hit) {
		stage.isCacheBusted = true;
		return false;
	}
	spec.say(' ---> Using cache');
	settle(spec, stage, hit, config);
	return true;
}

export function settle(spec: BuildSpec, stage: Stage, image: Image, config: ContainerConfig): void {
	stage.image = image;
	stage.config = config;
	spec.say(` ---> ${shortId(image.id)}`);
}

export function commit(
	host: Host,
	spec: BuildSpec,
	stage: Stage,
	createdBy: string,
	config: ContainerConfig,
	tree: Tree,
	isEmpty: boolean,
	container: string,
): void {
	const author = stage.maintainer;
	const made = { ...config, image: stage.image ? `sha256:${stage.image.id}` : '' };
	const image = addImage(
		host,
		stage.image,
		{ name: '', author, comment: '', config: made, createdBy, tree, isEmpty },
		container,
	);
	settle(spec, stage, image, config);
}

export function intermediate(
	host: Host,
	stage: Stage,
	cmd: readonly string[],
	env: readonly string[] = stage.config.env,
	networkMode = emptyHostConfig.networkMode,
): Container {
	const config = {
		...stage.config,
		cmd,
		entrypoint: [],
		env,
		image: stage.image!.id,
		attachStdout: true,
		attachStderr: true,
	};
	const hostConfig = { ...emptyHostConfig, networkMode };
	return createContainer(host, { name: '', config, hostConfig, networks: {} }).container;
}

export function discard(host: Host, spec: BuildSpec, { id }: Container): void {
	const is26 = host.profile.major >= 26;
	if (spec.keepsContainers) return;
	destroy(host, id, true);
	spec.say(
		is26
			? ` ---> Removed intermediate container ${shortId(id)}`
			: `Removing intermediate container ${shortId(id)}`,
	);
}

/** All files of an image, as far as anybody needs to find one. */
export const filesOf = (host: Host, image: Image | undefined): Tree =>
	(image?.chain ?? []).flatMap((chain) => treeOfLayer(host.state, chain));
