/** The classic builder: one intermediate container per step, its changes committed, and a cache of what was built before (moby: builder/dockerfile). */
import type { Host } from '../host.ts';
import type { Running } from '../process.ts';
import { runStep, setArgument } from './buildSteps.ts';
import type { BuildSpec, Stage } from './buildStage.ts';
import { DEFAULT_PATH, emptyConfig } from './defaults.ts';
import { expanded, parseDockerfile, type Instruction } from './dockerfile.ts';
import { EngineError } from './error.ts';
import type { Image } from './image.ts';
import { shellOf } from './instructions.ts';
import { pullImage } from './pull.ts';
import { imageNamed, parseReference, tagged } from './reference.ts';
import { shortId } from './status.ts';

/** The id of what was built; prints like the classic builder. */
export function* buildImage(host: Host, spec: BuildSpec): Running<string> {
	const steps = upToTarget(host, parseDockerfile(spec.dockerfile, host.profile.major >= 26), spec.target);
	const first = steps.find(({ name }) => name !== 'ARG');
	if (first && first.name !== 'FROM') throw new EngineError('invalid', 'no build stage in current context');
	const global = new Map<string, string>();
	const stages: Stage[] = [];
	const labels = Object.entries(spec.labels).sort(([a], [b]) => (a < b ? -1 : 1));
	const all: Instruction[] = [...steps, ...labels.map(labelStep)];
	const { tags } = spec;
	host.emit({ kind: 'build.begin', tags, steps: all.map(({ original }) => original) });
	for (const [i, step] of all.entries()) {
		host.emit({ kind: 'build.step', index: i, outcome: 'running' });
		const below = stages.at(-1)?.image?.chain.length ?? 0;
		spec.say(`Step ${i + 1}/${all.length} : ${step.original}`);
		const stage = stages.at(-1);
		if (step.name === 'FROM') {
			stages.push(yield* fromStep(host, spec, step, stages, global));
		} else if (!stage) {
			if (step.name !== 'ARG') throw new EngineError('invalid', 'no build stage in current context');
			setArgument(step, global, spec, global);
		} else yield* toldIfFailed(host, i, runStep(host, spec, step, stage, stages));
		tellStep(host, i, step, stages.at(-1), below);
	}
	const built = stages.at(-1)?.image;
	warnOfUnused(spec, all);
	if (!built) throw new EngineError('invalid', 'No image was generated. Is your Dockerfile empty?');
	return built.id;
}

const proxies = ['http_proxy', 'https_proxy', 'ftp_proxy', 'no_proxy', 'all_proxy'];
/** Build arguments that no ARG asked for (moby: builder/dockerfile/buildargs.go, WarnOnUnusedBuildArgs). */
function warnOfUnused({ buildArgs, say }: BuildSpec, steps: readonly Instruction[]): void {
	const asked = steps
		.filter(({ name }) => name === 'ARG')
		.flatMap(({ rest }) => rest.split(/\s+/).map((word) => word.split('=')[0]));
	const unused = Object.keys(buildArgs)
		.filter((name) => !asked.includes(name) && !proxies.includes(name.toLowerCase()))
		.sort();
	if (unused.length) say(`[Warning] One or more build-args [${unused.join(' ')}] were not consumed`);
}

function* toldIfFailed(host: Host, index: number, running: Running<void>): Running<void> {
	try {
		yield* running;
	} catch (error) {
		host.emit({ kind: 'build.step', index, outcome: 'failed' });
		throw error;
	}
}

function tellStep(
	host: Host,
	index: number,
	{ name }: Instruction,
	stage: Stage | undefined,
	below: number,
): void {
	const outcome = name === 'FROM' ? 'base' : stage?.isFromCache ? 'cached' : 'built';
	const image = stage?.image;
	const isLayer = name !== 'FROM' && (image?.chain.length ?? 0) > below;
	host.emit({ kind: 'build.step', index, outcome, isLayer, ...(image && { image: image.id }) });
}

/** --target: what comes after that stage is left out. */
function upToTarget(host: Host, steps: Instruction[], target: string): Instruction[] {
	if (!target) return steps;
	const starts = [...steps.keys()].filter((i) => steps[i]!.name === 'FROM');
	const names = starts.map((i) => /\sas\s+(\S+)\s*$/i.exec(steps[i]!.rest)?.[1]?.toLowerCase());
	const named = names.indexOf(target);
	const found = named < 0 && /^\d+$/.test(target) ? Number(target) : named;
	if (starts[found] === undefined)
		throw new EngineError(
			'invalid',
			host.profile.major >= 26
				? `target stage "${target}" could not be found`
				: `failed to reach build target ${target} in Dockerfile`,
		);
	return steps.slice(0, starts[found + 1] ?? steps.length);
}

/** What `docker build --label` adds at the end. */
const labelStep = ([key, value]: readonly [string, string]): Instruction => ({
	name: 'LABEL',
	original: `LABEL ${key}=${value}`,
	flags: [],
	rest: `${JSON.stringify(key)}=${JSON.stringify(value)}`,
	line: 0,
});

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
	const config = image ? { ...image.config } : { ...emptyConfig, env: [`PATH=${DEFAULT_PATH}`] };
	const stage: Stage = {
		...{ name: name.toLowerCase(), image, config: { ...config, onBuild: [] }, args: new Map() },
		...{ shell: shellOf(undefined), isCacheBusted: false, isFromCache: false, maintainer: '' },
	};
	yield* runTriggers(host, spec, image?.config.onBuild ?? [], stage, stages);
	spec.say(stage.image ? ` ---> ${shortId(stage.image.id)}` : ' --->');
	return stage;
}

/** What ONBUILD put by; the ids of the images between are not told (dispatchTriggeredOnBuild). */
function* runTriggers(
	host: Host,
	spec: BuildSpec,
	triggers: readonly string[],
	stage: Stage,
	stages: readonly Stage[],
): Running<void> {
	if (!triggers.length) return;
	spec.say(`# Executing ${triggers.length} build trigger${triggers.length > 1 ? 's' : ''}`);
	const say = (line: string) => void (/^ ---> [0-9a-f]{12}$/.test(line) || spec.say(line));
	for (const trigger of triggers) {
		const [step] = parseDockerfile(trigger, host.profile.major >= 26);
		yield* runStep(host, { ...spec, say }, step!, stage, stages);
	}
}

function* baseImage(host: Host, spec: BuildSpec, name: string): Running<Image> {
	const here = imageNamed(host, name);
	if (here) return here;
	yield* pullImage(host, tagged(parseReference(host, name)), spec.say);
	return imageNamed(host, name)!;
}
