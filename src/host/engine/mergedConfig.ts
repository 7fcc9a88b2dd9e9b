/** The image's configuration fills in what the user left open (moby: runconfig, daemon/commit.go merge). */
import type { Profile } from '../profile.ts';
import type { ContainerConfig } from './container.ts';
import { EngineError } from './error.ts';

const nameOf = (pair: string) => pair.slice(0, (pair.indexOf('=') + 1 || pair.length + 1) - 1);

/** The user's first, then those of the image that he did not set. */
const mergedEnv = (user: readonly string[], image: readonly string[]): string[] => {
	const own = new Set(user.map(nameOf));
	return [...user, ...image.filter((pair) => !own.has(nameOf(pair)))];
};
const union = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])].sort();

export function mergedConfig(
	user: ContainerConfig,
	image: ContainerConfig,
	profile: Profile,
): ContainerConfig {
	const takesCommand = !user.entrypoint?.length && !user.cmd?.length;
	const entrypoint = user.entrypoint ?? image.entrypoint;
	const merged: ContainerConfig = {
		...user,
		user: user.user || image.user,
		exposedPorts: union(user.exposedPorts, image.exposedPorts),
		env: mergedEnv(user.env, image.env),
		labels: { ...image.labels, ...user.labels },
		cmd: takesCommand && !(user.entrypoint && user.entrypoint.length === 0) ? image.cmd : user.cmd,
		entrypoint,
		workingDir: user.workingDir || image.workingDir,
		volumes: union(user.volumes, image.volumes),
		...healthcheckOf(user.healthcheck, image.healthcheck),
		...((user.stopSignal ?? image.stopSignal) && { stopSignal: user.stopSignal ?? image.stopSignal! }),
	};
	if (!merged.cmd?.length && !merged.entrypoint?.filter(Boolean).length)
		throw new EngineError('invalid', profile.major >= 26 ? 'no command specified' : 'No command specified');
	return merged;
}

type Check = ContainerConfig['healthcheck'];
/** What the user leaves open is as the image says (moby: daemon/commit.go, merge). */
function healthcheckOf(user: Check, image: Check): { healthcheck?: NonNullable<Check> } {
	if (!user || !image) return user || image ? { healthcheck: (user ?? image)! } : {};
	return {
		healthcheck: {
			test: user.test.length ? user.test : image.test,
			interval: user.interval || image.interval,
			timeout: user.timeout || image.timeout,
			startPeriod: user.startPeriod || image.startPeriod,
			retries: user.retries || image.retries,
		},
	};
}

/** The program and its arguments: the entry point with the command behind it. */
export function commandOf({ entrypoint, cmd }: ContainerConfig): { path: string; args: readonly string[] } {
	const [path = '', ...args] = [...(entrypoint ?? []).filter((word, i) => i > 0 || word), ...(cmd ?? [])];
	return { path, args };
}
