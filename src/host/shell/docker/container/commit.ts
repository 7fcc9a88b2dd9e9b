/** docker commit (docker/cli: cli/command/container/commit.go). */
import { commitContainer } from '../../../engine/commit.ts';
import { containerFound } from '../../../engine/containerFound.ts';
import { pauseContainer, unpauseContainer } from '../../../engine/pause.ts';
import { referenceProblem } from '../../../engine/reference.ts';
import { changedConfig } from '../../../engine/instructions.ts';
import type { Running } from '../../../process.ts';
import type { Client } from '../client.ts';

export function* commitVerb(client: Client): Running<number> {
	const { flags, host, args } = client;
	const [name = '', reference = ''] = args;
	const problem = reference && referenceProblem(host, reference);
	if (problem) client.fail(problem);
	const container = containerFound(host.state, name);
	const isHeld = flags.isOn('pause') && container.state.status === 'running';
	const config = changedConfig(host, container.config, flags.list('change'));
	if (isHeld) pauseContainer(host, container);
	const image = commitContainer(host, host.state.engine.containers.get(container.id)!, {
		name: reference,
		author: flags.text('author'),
		comment: flags.text('message'),
		config: { ...config, image: container.config.image },
	});
	if (isHeld) unpauseContainer(host, container);
	client.say(`sha256:${image.id}`);
	return 0;
}
