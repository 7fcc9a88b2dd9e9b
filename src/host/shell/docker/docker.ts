/** The `docker` command: finds what was asked, and carries it out (docker/cli: cmd/docker). */
import { startDaemon } from '../../engine/daemon.ts';
import { EngineError } from '../../engine/error.ts';
import { late } from '../../late.ts';
import type { Process, Program, Running } from '../../process.ts';
import { Client, Exit, fromDaemon } from './client.ts';
import { SpecError } from './container/ports.ts';
import { resolve, type Invocation } from './flags/resolve.ts';
import { verbNamed } from './verbs.ts';

const elsewhere = late(
	[
		'docker context',
		'docker node',
		'docker service',
		'docker stack',
		'docker secret',
		'docker config',
	].concat(['docker plugin', 'docker swarm', 'docker manifest', 'docker trust', 'docker checkpoint']),
	() => import('./system/elsewhere.ts'),
);

export const docker: Program = function* (process) {
	const { profile } = process.host;
	const resolved = resolve(profile.major, process.argv.slice(1));
	if (resolved.kind === 'version') {
		process.write(
			`Docker version ${profile.docker}, build ${profile.major === 26 ? 'a72d7cd' : '297e128'}\n`,
		);
		return 0;
	}
	if (resolved.kind === 'absent')
		return (
			elsewhere().answeredElsewhere(process, process.argv.slice(1)) ?? notSimulated(process, resolved.path)
		);
	if (resolved.kind === 'answer') {
		process.write(resolved.stdout);
		process.error(resolved.stderr);
		return resolved.exit;
	}
	process.error(resolved.notice);
	return yield* carriedOut(process, resolved);
};

function notSimulated(process: Process, path: string): number {
	process.error(`${path}: real, but not simulated here\n`);
	return 1;
}

function* carriedOut(process: Process, invocation: Invocation): Running<number> {
	const verb = verbNamed(invocation.name);
	const context = invocation.global.text('context') || process.env['DOCKER_CONTEXT'] || '';
	if (context && context !== 'default') return elsewhere().unknownContext(process, context);
	if (!verb)
		return (
			elsewhere().answeredElsewhere(process, process.argv.slice(1)) ?? notSimulated(process, invocation.path)
		);
	const absent = unreachable(process, invocation);
	if (absent && !absent.includes('/')) return elsewhere().unknownServer(process, absent);
	if (absent) {
		process.error(`Cannot connect to the Docker daemon at ${absent}. Is the docker daemon running?\n`);
		return invocation.name === 'container run' ? 125 : 1;
	}
	if (process.host.state.engine.daemon === undefined) startDaemon(process.host);
	const client = new Client(process, invocation);
	try {
		return yield* verb(client);
	} catch (error) {
		if (error instanceof Exit) return error.status;
		if (error instanceof SpecError) client.complain(error.message);
		else if (error instanceof EngineError) client.complain(fromDaemon(error));
		else throw error;
		return 1;
	}
}

const SOCKET = 'unix:///var/run/docker.sock';

/** The socket that nobody answers at. Where systemd holds the socket, a call to it starts the daemon (docker.socket). */
function unreachable(process: Process, { global }: Invocation): string | undefined {
	const asked = global.list('host')[0] ?? process.env['DOCKER_HOST'] ?? SOCKET;
	if (![SOCKET, 'unix:///run/docker.sock'].includes(asked)) return asked;
	const { engine } = process.host.state;
	return engine.daemon === undefined && process.host.profile.init !== 'systemd' ? SOCKET : undefined;
}
