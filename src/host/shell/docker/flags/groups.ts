/** The groups of commands and what the client lists without their being simulated here (docker/cli: cli/command/commands). */
import type { ClientVersion } from './spec.ts';

export interface Listed {
	readonly path: string;
	readonly short: string;
}

const text = String.raw`
builder Manage builds
26:buildx* Docker Buildx
26:compose* Docker Compose
20:config Manage Docker configs
container Manage containers
context Manage contexts
image Manage images
manifest Manage Docker image manifests and manifest lists
network Manage networks
20:node Manage Swarm nodes
plugin Manage plugins
20:secret Manage Docker secrets
20:service Manage services
20:stack Manage Docker stacks
20:swarm Manage Swarm
system Manage Docker
trust Manage trust on Docker images
volume Manage volumes
`;

const absentText = String.raw`
context create Create a context
26:context export Export a context to a tar archive FILE or a tar stream on STDOUT.
20:context export Export a context to a tar or kubeconfig file
context import Import a context from a tar or zip file
context rm Remove one or more contexts
context update Update a context
trust inspect Return low-level information about keys and signatures
trust revoke Remove trust for an image
trust sign Sign an image
`;

function listed(version: ClientVersion, lines: string, words: number): Listed[] {
	return lines
		.trim()
		.split('\n')
		.flatMap((line) => {
			const [, only, rest = ''] = /^(?:(2[06]):)?(.*)$/.exec(line) ?? [];
			if (only && Number(only) !== version) return [];
			const parts = rest.split(' ');
			return [{ path: parts.slice(0, words).join(' '), short: parts.slice(words).join(' ') }];
		});
}

/** Management commands as `docker --help` lists them; a star marks a plugin. */
export const groups = (version: ClientVersion): readonly Listed[] => listed(version, text, 1);

export const swarmGroups = (version: ClientVersion): readonly Listed[] =>
	version === 26 ? [{ path: 'swarm', short: 'Manage Swarm' }] : [];

/** The groups whose commands can be typed here. */
export const openGroups: ReadonlySet<string> = new Set(
	'builder container context image network system trust volume'.split(' '),
);

/** Real commands of those groups that are listed and not simulated. */
export const absentCommands = (version: ClientVersion): readonly Listed[] => listed(version, absentText, 2);

/** What trust holds in groups of its own. */
export const trustGroups: readonly Listed[] = [
	{ path: 'trust key', short: 'Manage keys for signing Docker images' },
	{ path: 'trust signer', short: 'Manage entities who can sign Docker images' },
];

/** In the order of `docker --help`. */
export const commonCommands = (version: ClientVersion): readonly string[] =>
	version === 26 ? 'run exec ps build pull push images login logout search version info'.split(' ') : [];

/** Hidden Swarm groups of 26.1 and others that exist all the same. */
export const hiddenGroups: ReadonlySet<string> = new Set(
	'checkpoint config node secret service stack swarm'.split(' '),
);
