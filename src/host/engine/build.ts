/** The classic builder: one intermediate container per step, its changes committed, and a cache of what was built before (moby: builder/dockerfile). */
import type { Host } from '../host.ts';
import type { Running } from '../process.ts';
import { Sink } from '../stream.ts';
import type { Tree, TreeNode } from '../kernel/tree.ts';
import { announceContainer } from './announce.ts';
import { addImage } from './commit.ts';
import type { Container, ContainerConfig } from './container.ts';
import { attach } from './containerIo.ts';
import { createContainer } from './create.ts';
import { emptyConfig, emptyHostConfig, DEFAULT_PATH } from './defaults.ts';
import { expanded, jsonForm, parseDockerfile, words, type Instruction } from './dockerfile.ts';
import { EngineError } from './error.ts';
import type { Image } from './image.ts';
import { configured, envMap, shellOf } from './instructions.ts';
import { untilStopped } from './kill.ts';
import { treeOfChanges, treeOfLayer } from './layerStore.ts';
import { pullImage } from './pull.ts';
import { imageNamed, parseReference, tagged } from './reference.ts';
import { destroy } from './remove.ts';
import { startContainer } from './start.ts';
import { shortId } from './status.ts';
import { copiedTree } from './copySources.ts';

export interface BuildSpec {
	readonly dockerfile: string;
	readonly context: Tree;
	readonly tags: readonly string[];
	readonly buildArgs: Readonly<Record<string, string>>;
	readonly labels: Readonly<Record<string, string>>;
	readonly usesCache: boolean;
	readonly keepsContainers: boolean;
	readonly target: string;
	readonly say: (line: string) => void;
	readonly write: (text: string) => void;
	readonly writeError: (text: string) => void;
}

interface Stage {
	readonly name: string;
	image: Image | undefined;
	config: ContainerConfig;
	readonly args: Map<string, string>;
	shell: readonly string[];
	isCacheBusted: boolean;
	maintainer: string;
}

/** The id of what was built; prints like the classic builder. */
export function* buildImage(host: Host, spec: BuildSpec): Running<string> {
	const steps = parseDockerfile(spec.dockerfile, host.profile.major >= 26);
	const global = new Map<string, string>();
	const stages: Stage[] = [];
	const labels = Object.entries(spec.labels);
	const all: Instruction[] = labels.length ? [...steps, labelStep(labels)] : steps;
	for (const [i, step] of all.entries()) {
		spec.say(`Step ${i + 1}/${all.length} : ${step.original}`);
		const stage = stages.at(-1);
		if (step.name === 'FROM') {
			if (stage && spec.target && stage.name === spec.target) break;
			stages.push(yield* fromStep(host, spec, step, stages, global));
		} else if (!stage) {
			if (step.name !== 'ARG') throw new EngineError('invalid', 'no build stage in current context');
			setArgument(step, global, spec, global);
		} else yield* runStep(host, spec, step, stage, stages);
	}
	const built = stages.at(-1)?.image;
	if (!built) throw new EngineError('invalid', 'No image was generated. Is your Dockerfile empty?');
	return built.id;
}

const labelStep = (labels: readonly (readonly [string, string])[]): Instruction => {
	const rest = labels.map(([key, value]) => `${JSON.stringify(key)}=${JSON.stringify(value)}`).join(' ');
	return {
		name: 'LABEL',
		original: `LABEL ${labels.map(([k, v]) => `${k}=${v}`).join(' ')}`,
		flags: [],
		rest,
		line: 0,
	};
};

function setArgument(
	{ rest }: Instruction,
	into: Map<string, string>,
	spec: BuildSpec,
	env: ReadonlyMap<string, string>,
): void {
	for (const word of words(rest)) {
		const [name = '', ...value] = word.split('=');
		const given = spec.buildArgs[name];
		if (given !== undefined) into.set(name, given);
		else if (word.includes('=')) into.set(name, expanded(value.join('='), env));
		else if (env.has(name)) into.set(name, env.get(name)!);
	}
}

function* fromStep(
	host: Host,
	spec: BuildSpec,
	{ rest }: Instruction,
	stages: readonly Stage[],
	global: ReadonlyMap<string, string>,
): Running<Stage> {
	const [source = '', , name = String(stages.length)] = expanded(rest, global).split(/\s+/);
	const earlier = stages.find((each) => each.name === source.toLowerCase());
	const image = earlier
		? earlier.image
		: source === 'scratch'
			? undefined
			: yield* baseImage(host, spec, source);
	if (source === 'scratch') spec.say(' --->');
	else spec.say(` ---> ${shortId(image!.id)}`);
	const config = image ? { ...image.config } : { ...emptyConfig, env: [`PATH=${DEFAULT_PATH}`] };
	const stage: Stage = {
		...{ name: name.toLowerCase(), image, config: { ...config, onBuild: [] }, args: new Map() },
		...{ shell: shellOf(undefined), isCacheBusted: false, maintainer: '' },
	};
	for (const trigger of image?.config.onBuild ?? []) {
		spec.say(`# Executing 1 build trigger`);
		const [step] = parseDockerfile(trigger, host.profile.major >= 26);
		yield* runStep(host, spec, step!, stage, stages);
	}
	return stage;
}

function* baseImage(host: Host, spec: BuildSpec, name: string): Running<Image> {
	const here = imageNamed(host, name);
	if (here) return here;
	yield* pullImage(host, tagged(parseReference(host, name)), spec.say);
	return imageNamed(host, name)!;
}

const envOf = (stage: Stage): Map<string, string> => new Map([...stage.args, ...envMap(stage.config.env)]);

function* runStep(
	host: Host,
	spec: BuildSpec,
	step: Instruction,
	stage: Stage,
	stages: readonly Stage[],
): Running<void> {
	if (step.name === 'ARG') {
		setArgument(step, stage.args, spec, envOf(stage));
		yield* metadata(host, spec, stage, `ARG ${step.rest}`, stage.config);
	} else if (step.name === 'RUN') yield* runCommand(host, spec, step, stage);
	else if (step.name === 'COPY' || step.name === 'ADD') copyFiles(host, spec, step, stage, stages);
	else {
		const done = configured(stage.config, step, envOf(stage), stage.shell)!;
		if (step.name === 'SHELL') stage.shell = jsonForm(step.rest) ?? stage.shell;
		if (step.name === 'MAINTAINER') stage.maintainer = step.rest;
		if (step.name === 'WORKDIR') makeWorkingDirectory(host, spec, stage, done.told, done.config);
		else yield* metadata(host, spec, stage, done.told, done.config);
	}
}

const nop = (stage: Stage, told: string) =>
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
function takeCached(
	host: Host,
	spec: BuildSpec,
	stage: Stage,
	createdBy: string,
	config: ContainerConfig,
): boolean {
	const hit = cached(host, spec, stage, createdBy, config);
	if (!hit) {
		stage.isCacheBusted = true;
		return false;
	}
	spec.say(' ---> Using cache');
	settle(spec, stage, hit, config);
	return true;
}

function settle(spec: BuildSpec, stage: Stage, image: Image, config: ContainerConfig): void {
	stage.image = image;
	stage.config = config;
	spec.say(` ---> ${shortId(image.id)}`);
}

function commit(
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
	const image = addImage(
		host,
		stage.image,
		{ name: '', author, comment: '', config, createdBy, tree, isEmpty },
		container,
	);
	settle(spec, stage, image, config);
}

/** Every metadata step makes an image id, but no layer; the builder makes a container for it that never starts. */
function* metadata(
	host: Host,
	spec: BuildSpec,
	stage: Stage,
	told: string,
	config: ContainerConfig,
): Running<void> {
	const createdBy = nop(stage, told);
	if (takeCached(host, spec, stage, createdBy, config)) return;
	if (stage.image) {
		const container = intermediate(host, stage, [...stage.shell, `#(nop)  ${told}`]);
		spec.say(` ---> Running in ${shortId(container.id)}`);
		discard(host, spec, container);
		return commit(host, spec, stage, createdBy, config, [], true, container.id);
	}
	commit(host, spec, stage, createdBy, config, [], true, '');
}

function intermediate(
	host: Host,
	stage: Stage,
	cmd: readonly string[],
	env: readonly string[] = stage.config.env,
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
	return createContainer(host, { name: '', config, hostConfig: emptyHostConfig, networks: {} }).container;
}

function discard(host: Host, spec: BuildSpec, { id }: Container): void {
	const is26 = host.profile.major >= 26;
	if (spec.keepsContainers) return;
	destroy(host, id, true);
	spec.say(
		is26
			? ` ---> Removed intermediate container ${shortId(id)}`
			: `Removing intermediate container ${shortId(id)}`,
	);
}

function* runCommand(host: Host, spec: BuildSpec, { rest }: Instruction, stage: Stage): Running<void> {
	const cmd = jsonForm(rest) ?? [...stage.shell, rest];
	const used = [...stage.args].filter(([name]) => !envMap(stage.config.env).has(name));
	const prefix = used.length ? `|${used.length} ${used.map(([k, v]) => `${k}=${v}`).join(' ')} ` : '';
	const createdBy = prefix + cmd.join(' ');
	if (takeCached(host, spec, stage, createdBy, stage.config)) return;
	const env = [...stage.config.env, ...used.map(([name, value]) => `${name}=${value}`)];
	const container = intermediate(host, stage, cmd, env);
	spec.say(` ---> Running in ${shortId(container.id)}`);
	announceContainer(host, container, 'attach');
	const leave = attach(host, container.id, {
		stdout: new Sink(spec.write),
		stderr: new Sink(spec.writeError),
	});
	yield* startContainer(host, container.id);
	yield* untilStopped(host, container.id);
	leave();
	const ended = host.state.engine.containers.get(container.id)!;
	if (ended.state.exitCode)
		throw new EngineError(
			'system',
			`The command '${cmd.join(' ')}' returned a non-zero code: ${ended.state.exitCode}`,
		);
	const tree = treeOfChanges(host.state, ended);
	discard(host, spec, ended);
	commit(host, spec, stage, createdBy, stage.config, tree, false, container.id);
}

/** WORKDIR makes the directory; a layer only where it was not there. */
function makeWorkingDirectory(
	host: Host,
	spec: BuildSpec,
	stage: Stage,
	told: string,
	config: ContainerConfig,
): void {
	const createdBy = nop(stage, told);
	if (takeCached(host, spec, stage, createdBy, config)) return;
	const path = config.workingDir.slice(1);
	const isThere = filesOf(host, stage.image).some((node) => node.path === path);
	if (stage.image) {
		const container = intermediate(host, stage, [...stage.shell, `#(nop) ${told}`]);
		spec.say(` ---> Running in ${shortId(container.id)}`);
		discard(host, spec, container);
	}
	const parts = path.split('/').map((_, i, all) => all.slice(0, i + 1).join('/'));
	const there = new Set(filesOf(host, stage.image).map((node) => node.path));
	const tree = parts.filter((each) => !there.has(each)).map((each) => directory(host, each));
	commit(host, spec, stage, createdBy, config, tree, isThere, '');
}
const directory = (host: Host, path: string): TreeNode => ({
	...{ path, kind: 'dir', mode: 0o755, uid: 0, gid: 0, size: 4096 },
	modified: host.state.clock.now,
});

/** All files of an image, as far as anybody needs to find one. */
const filesOf = (host: Host, image: Image | undefined): Tree =>
	(image?.chain ?? []).flatMap((chain) => treeOfLayer(host.state, chain));

function copyFiles(
	host: Host,
	spec: BuildSpec,
	step: Instruction,
	stage: Stage,
	stages: readonly Stage[],
): void {
	const from = step.flags.find((flag) => flag.startsWith('--from='))?.slice(7);
	const source = from === undefined ? spec.context : stageFiles(host, from, stages);
	const paths = jsonForm(step.rest) ?? words(expanded(step.rest, envOf(stage)));
	const base = filesOf(host, stage.image);
	const { tree, hash } = copiedTree(host, {
		step,
		source,
		paths,
		base,
		workingDir: stage.config.workingDir,
	});
	const createdBy = nop(stage, `${step.name} ${hash} in ${paths.at(-1)} `);
	if (takeCached(host, spec, stage, createdBy, stage.config)) return;
	commit(host, spec, stage, createdBy, stage.config, tree, false, '');
}

function stageFiles(host: Host, from: string, stages: readonly Stage[]): Tree {
	const stage = stages.find((each) => each.name === from.toLowerCase()) ?? stages[Number(from)];
	const image = stage ? stage.image : imageNamed(host, from);
	if (!image)
		throw new EngineError(
			'invalid',
			`invalid from flag value ${from}: pull access denied for ${from}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
		);
	return filesOf(host, image);
}
