/** What docker create and docker run have in common: ask, pull what is missing, tell of warnings (docker/cli: cli/command/container/create.go). */
import type { ContainerSpec } from '../../../engine/containerSpec.ts';
import { createContainer } from '../../../engine/create.ts';
import { isEngineError } from '../../../engine/error.ts';
import { imageNamed, parseReference, referenceProblem, tagged } from '../../../engine/reference.ts';
import type { Container } from '../../../engine/container.ts';
import { late } from '../../../late.ts';
import type { Running } from '../../../process.ts';
import { Exit, fromDaemon, type Client } from '../client.ts';
import { trustProblem } from '../contentTrust.ts';
import { containerSpec, SpecError, withMountedTmpfs } from './spec.ts';
import { exists, writeFile } from '../../../kernel/files.ts';

const pulling = late(['docker pull'], () => import('../../../engine/pull.ts'));

/** `docker: …`, with the hint where the command line was at fault; 125. */
export function report(client: Client, text: string, withHelp: boolean): never {
	const { path } = client.invocation;
	const help = withHelp ? `\nSee 'docker ${path.replace(/^docker (container )?/, '')} --help'.` : '';
	client.complain(`docker: ${text.replace(/\.$/, '')}.${help}`);
	throw new Exit(125);
}

export function* madeContainer(client: Client): Running<Container> {
	const spec = specOf(client);
	checkIdFile(client);
	if (spec.hostConfig.oomKillDisable && spec.hostConfig.memory === 0) client.complain(OOM_WARNING);
	const problem = referenceProblem(client.host, spec.config.image);
	const isId = imageNamed(client.host, spec.config.image);
	if (problem && !isId) report(client, problem, true);
	const untrusted = problem ? undefined : trustProblem(client, spec.config.image);
	if (untrusted && client.invocation.name === 'container create') client.fail(untrusted);
	if (untrusted) report(client, untrusted, true);
	if (client.flags.text('pull') === 'always') yield* pulled(client, spec.config.image);
	try {
		return created(client, spec);
	} catch (error) {
		if (!isEngineError(error)) throw error;
		const isMissing = error.refusal === 'not found' && error.message.startsWith('No such image');
		if (!isMissing || client.flags.text('pull') === 'never') report(client, fromDaemon(error), true);
		client.complain(
			`Unable to find image '${tagged(parseReference(client.host, spec.config.image))}' locally`,
		);
		yield* pulled(client, spec.config.image);
	}
	try {
		return created(client, spec);
	} catch (error) {
		if (!isEngineError(error)) throw error;
		return report(client, fromDaemon(error), true);
	}
}

/** An id file that is there already belongs to another container. */
function checkIdFile(client: Client): void {
	const file = client.flags.text('cidfile');
	if (!file || !exists(client.host.state, client.process.pid, file)) return;
	const text = `container ID file found, make sure the other container isn't running or delete ${file}`;
	report(client, text, true);
}

/** Options that would change something a reader could see, and don't here. */
const unmodelled = [
	...['blkio-weight-device', 'device-cgroup-rule', 'cpu-rt-period', 'cpu-rt-runtime', 'ip6', 'link-local-ip'],
	...['volume-driver', 'annotation'],
];

function specOf(client: Client): ContainerSpec {
	for (const name of unmodelled)
		if (client.flags.isSet(name))
			client.complain(`${client.invocation.path} --${name}: real, but not simulated here`);
	try {
		const spec = containerSpec(client);
		return { ...spec, hostConfig: withMountedTmpfs(spec.hostConfig) };
	} catch (error) {
		if (!(error instanceof SpecError)) throw error;
		return report(client, error.message, true);
	}
}

const OOM_WARNING =
	"WARNING: Disabling the OOM killer on containers without setting a '-m/--memory' limit may be dangerous.";

function created(client: Client, spec: ContainerSpec): Container {
	const { container, warnings } = createContainer(client.host, spec);
	for (const warning of warnings) client.complain(`WARNING: ${warning}`);
	const file = client.flags.text('cidfile');
	if (file) writeFile(client.host, client.process.pid, file, container.id);
	return container;
}

/** The pull that run and create do themselves tells its progress on standard error. */
function* pulled(client: Client, image: string): Running<void> {
	try {
		const reference = tagged(parseReference(client.host, image));
		yield* pulling().pullImage(client.host, reference, (line) => client.complain(line));
	} catch (error) {
		if (!isEngineError(error)) throw error;
		report(client, fromDaemon(error), true);
	}
}
