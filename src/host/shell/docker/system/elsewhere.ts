/** Commands of what is not modelled whose plain answers are known: no swarm, no plugin, one context (docker/cli: cli/command). */
import { sha256 } from '../../../hash.ts';
import type { Process } from '../../../process.ts';

const NO_MANAGER =
	'Error response from daemon: This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';

interface Answer {
	readonly stdout?: string;
	readonly stderr?: string;
	readonly exit: number;
}

const contexts = (is26: boolean): string =>
	is26
		? 'NAME        DESCRIPTION                               DOCKER ENDPOINT               ERROR\ndefault *   Current DOCKER_HOST based configuration   unix:///var/run/docker.sock   \n'
		: 'NAME        DESCRIPTION                               DOCKER ENDPOINT               KUBERNETES ENDPOINT   ORCHESTRATOR\ndefault *   Current DOCKER_HOST based configuration   unix:///var/run/docker.sock                         swarm\n';

const swarmOnly = new Set(['node', 'service', 'stack', 'secret', 'config']);
const lists = new Set([
	'ls',
	'list',
	'ps',
	'services',
	'inspect',
	'rm',
	'remove',
	'logs',
	'update',
	'create',
]);
const hub = 'dial tcp: lookup registry-1.docker.io on 203.0.113.50:53: no such host';

function answerTo(words: readonly string[], is26: boolean): Answer | undefined {
	const [group = '', verb = '', ...rest] = words;
	const isPlain = rest.every((word) => !word.startsWith('-'));
	if (swarmOnly.has(group) && lists.has(verb) && isPlain) return { stderr: NO_MANAGER, exit: 1 };
	switch (`${group} ${verb}`) {
		case 'context ls':
		case 'context list':
			return rest.length ? undefined : { stdout: contexts(is26), exit: 0 };
		case 'context show':
			return is26 ? { stdout: 'default\n', exit: 0 } : undefined;
		case 'context use':
			return rest[0] === 'default'
				? { stdout: 'default\n', stderr: 'Current context is now "default"', exit: 0 }
				: undefined;
		case 'plugin ls':
		case 'plugin list':
			return rest.length ? undefined : { stdout: 'ID        NAME      DESCRIPTION   ENABLED\n', exit: 0 };
		case 'swarm leave':
			return { stderr: 'Error response from daemon: This node is not part of a swarm', exit: 1 };
		case 'swarm ca':
		case 'swarm join-token':
		case 'swarm update':
		case 'swarm unlock-key':
			return { stderr: NO_MANAGER, exit: 1 };
		case 'manifest inspect':
			return {
				stderr: `failed to configure transport: error pinging v2 registry: Get "https://registry-1.docker.io/v2/": ${hub}`,
				exit: 1,
			};
		case 'trust inspect':
			return {
				stdout: '[]\n',
				stderr: `${is26 ? 'no' : 'No'} signatures or cannot access ${rest[0] ?? ''}`,
				exit: 1,
			};
		default:
			if (group !== 'checkpoint' || !verb) return undefined;
			return {
				stderr: `docker checkpoint ${verb} is only supported on a Docker daemon with experimental features enabled`,
				exit: 1,
			};
	}
}

/** The exit code, or undefined where the command is not known here. */
export function answeredElsewhere(process: Process, words: readonly string[]): number | undefined {
	const answer = answerTo(words, process.host.profile.major >= 26);
	if (!answer) return undefined;
	if (answer.stdout) process.write(answer.stdout);
	if (answer.stderr) process.error(`${answer.stderr}\n`);
	return answer.exit;
}

/** Only the context that is always there is known (docker/cli: cli/command/cli.go, resolveDockerEndpoint). */
export function unknownContext(process: Process, name: string): number {
	const is26 = process.host.profile.major >= 26;
	const reason = is26
		? `context "${name}": context not found: open ${process.env['HOME'] ?? ''}/.docker/contexts/meta/${sha256(name)}/meta.json: no such file or directory`
		: `unable to resolve docker endpoint: context "${name}" does not exist`;
	process.error(
		is26 ? `Failed to initialize: unable to resolve docker endpoint: ${reason}\n` : `${reason}\n`,
	);
	return 1;
}

/** `-H NAME` is a machine, and no name server here knows it (docker/docker: client/request.go). */
export function unknownServer(process: Process, name: string): number {
	const api = process.host.profile.major >= 26 ? '1.45' : '1.24';
	process.error(
		`error during connect: Get "http://${name}:2375/v${api}/containers/json": dial tcp: lookup ${name} on 203.0.113.50:53: no such host\n`,
	);
	return 1;
}
