/** Instructions that change an image's configuration only (moby: builder/dockerfile/dispatchers.go). */
import type { Host } from '../host.ts';
import type { ContainerConfig } from './container.ts';
import { expanded, jsonForm, parseDockerfile, words, type Instruction } from './dockerfile.ts';
import { EngineError } from './error.ts';
import { parseDuration } from '../go/duration.ts';
import { durationText } from '../go/durationText.ts';

/** What a step does to the configuration, and the command its history line tells of. */
export interface Configured {
	readonly config: ContainerConfig;
	/** Behind `/bin/sh -c #(nop) `. */
	readonly told: string;
}

export const envMap = (env: readonly string[]): Map<string, string> =>
	new Map(
		env.map((pair) => {
			const at = pair.indexOf('=');
			return [pair.slice(0, at), pair.slice(at + 1)] as const;
		}),
	);

const withPairs = (env: readonly string[], pairs: readonly (readonly [string, string])[]): string[] => {
	const map = envMap(env);
	for (const [name, value] of pairs) map.set(name, value);
	return [...map].map(([name, value]) => `${name}=${value}`);
};

/** `A=1 B=2`, or the old `A one two`. */
function pairsOf(rest: string): [string, string][] {
	if (!/^\S+?=/.test(rest)) {
		const [, name = '', value = ''] = /^(\S+)\s*([^]*)$/.exec(rest) ?? [];
		return [[name, value]];
	}
	return words(rest).map((word) => {
		const at = word.indexOf('=');
		return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
	});
}

const goList = (list: readonly string[]): string => `[${list.map((each) => JSON.stringify(each)).join(' ')}]`;
export const shellOf = (words: readonly string[] | undefined): readonly string[] =>
	words ?? ['/bin/sh', '-c'];

type Change = (
	config: ContainerConfig,
	rest: string,
	shell: readonly string[],
	flags: readonly string[],
	is26: boolean,
) => Configured;

const flagOf = (flags: readonly string[], name: string): string | undefined =>
	flags.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3);
/** In seconds; 0 where it is not said. */
function duration(flags: readonly string[], name: string): number {
	const parsed = parseDuration(flagOf(flags, name) ?? '0s');
	if ('error' in parsed) throw new EngineError('invalid', parsed.error);
	return parsed.value;
}
/** Go's %q of a struct: durations as text, the number of retries as a character. */
function healthText(check: NonNullable<ContainerConfig['healthcheck']>, is26: boolean): string {
	const times = [check.interval, check.timeout, check.startPeriod, ...(is26 ? [0] : [])];
	const shown = times.map((each) => `"${durationText(each)}"`).join(' ');
	return `&{${goList(check.test)} ${shown} '\\x${check.retries.toString(16).padStart(2, '0')}'}`;
}

const command = (rest: string, shell: readonly string[]) => jsonForm(rest) ?? [...shell, rest];
const ports = (rest: string) => words(rest).map((each) => (each.includes('/') ? each : `${each}/tcp`));
const joined = (base: string, path: string): string => {
	const parts: string[] = [];
	for (const part of (path.startsWith('/') ? path : `${base || '/'}/${path}`).split('/'))
		if (part === '..') parts.pop();
		else if (part && part !== '.') parts.push(part);
	return `/${parts.join('/')}`;
};

const changes: Readonly<Record<string, Change>> = {
	CMD: (config, rest, shell) => {
		const cmd = command(rest, shell);
		return { config: { ...config, cmd }, told: `CMD ${goList(cmd)}` };
	},
	ENTRYPOINT: (config, rest, shell) => {
		const entrypoint = command(rest, shell);
		return { config: { ...config, entrypoint, cmd: null }, told: `ENTRYPOINT ${goList(entrypoint)}` };
	},
	ENV: (config, rest) => {
		const pairs = pairsOf(rest);
		const told = pairs.map(([name, value]) => `${name}=${value}`).join(' ');
		return { config: { ...config, env: withPairs(config.env, pairs) }, told: `ENV ${told}` };
	},
	LABEL: (config, rest) => {
		const pairs = pairsOf(rest);
		const told = pairs.map(([name, value]) => `${name}=${value}`).join(' ');
		return {
			config: { ...config, labels: { ...config.labels, ...Object.fromEntries(pairs) } },
			told: `LABEL ${told}`,
		};
	},
	MAINTAINER: (config, rest) => ({ config, told: `MAINTAINER ${rest}` }),
	EXPOSE: (config, rest) => {
		const all = ports(rest);
		const strange = all.find((each) => !/^\d+(-\d+)?\//.test(each));
		if (strange !== undefined)
			throw new EngineError('invalid', `Invalid containerPort: ${strange.split('/')[0]}`);
		const exposedPorts = [...new Set([...config.exposedPorts, ...all])].sort();
		return { config: { ...config, exposedPorts }, told: `EXPOSE ${words(rest).sort().join(' ')}` };
	},
	USER: (config, rest) => ({ config: { ...config, user: rest }, told: `USER ${rest}` }),
	WORKDIR: (config, rest) => {
		const workingDir = joined(config.workingDir, words(rest)[0] ?? '/');
		return { config: { ...config, workingDir }, told: `WORKDIR ${workingDir}` };
	},
	VOLUME: (config, rest) => {
		const all = jsonForm(rest) ?? words(rest);
		const volumes = [...new Set([...config.volumes, ...all])].sort();
		return { config: { ...config, volumes }, told: `VOLUME [${all.join(' ')}]` };
	},
	STOPSIGNAL: (config, rest) => ({ config: { ...config, stopSignal: rest }, told: `STOPSIGNAL ${rest}` }),
	SHELL: (config, rest) => ({ config, told: `SHELL [${(jsonForm(rest) ?? []).join(' ')}]` }),
	ONBUILD: (config, rest) => ({
		config: { ...config, onBuild: [...(config.onBuild ?? []), rest] },
		told: `ONBUILD ${rest}`,
	}),
	HEALTHCHECK: (config, rest, _, flags, is26) => {
		const command = rest.replace(/^CMD\s+/i, '');
		const argv = jsonForm(command);
		const test = /^none$/i.test(rest) ? ['NONE'] : argv ? ['CMD', ...argv] : ['CMD-SHELL', command];
		const seconds = (name: string) => duration(flags, name);
		const healthcheck = {
			test,
			interval: seconds('interval'),
			timeout: seconds('timeout'),
			startPeriod: seconds('start-period'),
			retries: Number(flagOf(flags, 'retries') ?? 0),
		};
		return { config: { ...config, healthcheck }, told: `HEALTHCHECK ${healthText(healthcheck, is26)}` };
	},
};

const unexpanded = new Set(['CMD', 'ENTRYPOINT', 'RUN', 'ONBUILD', 'HEALTHCHECK', 'SHELL']);

/** Undefined for what does more than change the configuration. */
export function configured(
	config: ContainerConfig,
	{ name, rest, flags }: Pick<Instruction, 'name' | 'rest' | 'flags'>,
	env: ReadonlyMap<string, string>,
	shell: readonly string[],
	is26: boolean,
): Configured | undefined {
	return changes[name]?.(config, unexpanded.has(name) ? rest : expanded(rest, env), shell, flags, is26);
}

/** 20.10 tells it in small letters (moby: builder/dockerfile/builder.go, BuildFromConfig). */
const invalidChange = ({ profile }: Host, word: string): EngineError =>
	new EngineError(
		'invalid',
		`${profile.major >= 26 ? word : word.toLowerCase()} is not a valid change command`,
	);

/** `docker commit --change`, `docker import --change`. */
export function changedConfig(
	host: Host,
	config: ContainerConfig,
	texts: readonly string[],
): ContainerConfig {
	return texts.reduce((now, text) => {
		const [word = ''] = text.trim().split(/\s+/);
		if (changes[word.toUpperCase()] === undefined) throw invalidChange(host, word);
		const [instruction] = parseDockerfile(text, host.profile.major >= 26);
		const done = configured(now, instruction!, envMap(now.env), shellOf(undefined), host.profile.major >= 26);
		if (!done) throw invalidChange(host, instruction!.name);
		return done.config;
	}, config);
}
