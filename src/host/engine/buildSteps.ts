/** The steps of a Dockerfile behind FROM (moby: builder/dockerfile/dispatchers.go). */
import type { Host } from '../host.ts';
import type { Running } from '../process.ts';
import { Sink } from '../stream.ts';
import type { Tree, TreeNode } from '../kernel/tree.ts';
import { announceContainer } from './announce.ts';
import {
	commit,
	discard,
	envOf,
	filesOf,
	intermediate,
	nop,
	takeCached,
	type BuildSpec,
	type Stage,
} from './buildStage.ts';
import type { ContainerConfig } from './container.ts';
import { attach } from './containerIo.ts';
import { copiedTree } from './copySources.ts';
import { expanded, jsonForm, words, type Instruction } from './dockerfile.ts';
import { EngineError, messageOf } from './error.ts';
import { configured, envMap } from './instructions.ts';
import { untilStopped } from './kill.ts';
import { treeOfChanges } from './layerTrees.ts';
import { imageNamed, parseReference } from './reference.ts';
import { startContainer } from './start.ts';
import { shortId } from './status.ts';
import { checkRegistry } from './transfer.ts';

export function setArgument(
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

export function* runStep(
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
		const done = configured(stage.config, step, envOf(stage), stage.shell, host.profile.major >= 26)!;
		if (step.name === 'SHELL') stage.shell = jsonForm(step.rest) ?? stage.shell;
		if (step.name === 'MAINTAINER') stage.maintainer = step.rest;
		if (step.name === 'WORKDIR') makeWorkingDirectory(host, spec, stage, done.told, done.config);
		else yield* metadata(host, spec, stage, done.told, done.config);
	}
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

/** Options that only the other builder knows. */
function refuseBuildKit({ flags }: Instruction, names: RegExp): void {
	const flag = flags.map((each) => each.slice(2).split('=')[0]!).find((each) => names.test(each));
	if (flag)
		throw new EngineError(
			'invalid',
			`the --${flag} option requires BuildKit. Refer to https://docs.docker.com/go/buildkit/ to learn how to build images with BuildKit enabled`,
		);
}

function* runCommand(host: Host, spec: BuildSpec, step: Instruction, stage: Stage): Running<void> {
	refuseBuildKit(step, /./);
	const { rest } = step;
	const cmd = jsonForm(rest) ?? [...stage.shell, rest];
	const used = [...stage.args].filter(([name]) => !envMap(stage.config.env).has(name));
	const prefix = used.length ? `|${used.length} ${used.map(([k, v]) => `${k}=${v}`).join(' ')} ` : '';
	const createdBy = prefix + cmd.join(' ');
	if (takeCached(host, spec, stage, createdBy, stage.config)) return;
	const env = [...stage.config.env, ...used.map(([name, value]) => `${name}=${value}`)];
	const container = intermediate(host, stage, cmd, env, spec.networkMode);
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

function copyFiles(
	host: Host,
	spec: BuildSpec,
	step: Instruction,
	stage: Stage,
	stages: readonly Stage[],
): void {
	refuseBuildKit(step, /^(chmod|link|parents)$/);
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

/** An image that is not here would have to be pulled. */
function whyNotPulled(host: Host, name: string): string {
	try {
		checkRegistry(host, parseReference(host, name));
		return `manifest for ${name} not found: manifest unknown: manifest unknown`;
	} catch (error) {
		return messageOf(error);
	}
}

function stageFiles(host: Host, from: string, stages: readonly Stage[]): Tree {
	const stage = stages.find((each) => each.name === from.toLowerCase()) ?? stages[Number(from)];
	const image = stage ? stage.image : imageNamed(host, from);
	if (!image)
		throw new EngineError('invalid', `invalid from flag value ${from}: ${whyNotPulled(host, from)}`);
	return filesOf(host, image);
}
