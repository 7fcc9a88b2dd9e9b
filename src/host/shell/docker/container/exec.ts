/** docker exec (docker/cli: cli/command/container/exec.go). */
import { execIn, untilEnded } from '../../../engine/exec.ts';
import { containerFound } from '../../../engine/containerFound.ts';
import type { Running } from '../../../process.ts';
import { nullStream, type Stream } from '../../../stream.ts';
import { fromDaemon, refusalText, refused, type Client } from '../client.ts';
import { checkTerminal } from './attached.ts';
import { environment } from './spec.ts';

export function* execVerb(client: Client): Running<number> {
	const { flags, host, args } = client;
	const [name = '', ...argv] = args;
	const isDetached = flags.isOn('detach');
	const env = environment(client);
	const container = found(client, name);
	if (!isDetached) checkTerminal(client, flags.isOn('interactive'), flags.isOn('tty'));
	const spec = {
		argv,
		env,
		user: flags.text('user'),
		workingDir: flags.text('workdir'),
		isPrivileged: flags.isOn('privileged'),
		streams: streamsOf(client, isDetached),
	};
	try {
		const executed = execIn(host, container, spec);
		return isDetached ? 0 : yield* untilEnded(executed);
	} catch (error) {
		return failed(client, refused(error).message);
	}
}

function found(client: Client, name: string) {
	try {
		return containerFound(client.host.state, name);
	} catch (error) {
		return client.fail(refusalText('container')(client, refused(error), name));
	}
}

/** What goes wrong at the start comes over the stream of the command's output; 126 even where there is no such program. */
function failed(client: Client, text: string): number {
	if (!/^OCI runtime exec failed|^unable to find (user|group)/.test(text))
		return client.fail(fromDaemon(new Error(text)));
	client.say(text);
	return 126;
}

function streamsOf({ process, flags }: Client, isDetached: boolean): Map<number, Stream> {
	const own = (fd: number) => (isDetached ? nullStream : (process.streams.get(fd)?.hold() ?? nullStream));
	return new Map([
		[0, flags.isOn('interactive') ? own(0) : nullStream],
		[1, own(1)],
		[2, flags.isOn('tty') ? own(1) : own(2)],
	]);
}
