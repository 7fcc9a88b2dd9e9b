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
