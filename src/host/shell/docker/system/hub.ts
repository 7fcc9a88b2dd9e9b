/** docker search, login, logout (docker/cli: cli/command/registry). There is no way to the internet from the host. */
import type { Running } from '../../../process.ts';
import type { Client } from '../client.ts';

/** dockerd asks the hub, which no name server here knows. */
export function* searchVerb(client: Client): Running<number> {
	const { flags, args } = client;
	const limit = flags.number('limit') || 25;
	if (limit < 1 || limit > 100)
		return client.fail(
			`Error response from daemon: ${client.is26 ? 'limit' : 'Limit'} ${limit} is outside the range of [1, 100]`,
		);
	const query = `q=${encodeURIComponent(args[0]!)}&n=${limit}`;
	const index = 'index.docker.io';
	return client.fail(
		`Error response from daemon: Get "https://${index}/v1/search?${query}": dial tcp: lookup ${index} on 203.0.113.50:53: no such host`,
	);
}

export function* loginVerb(client: Client): Running<number> {
	const { flags, args } = client;
	const server = args[0] ?? 'https://index.docker.io/v1/';
	const user = flags.text('username');
	const password = flags.isOn('password-stdin')
		? (yield* client.process.readAll()).trimEnd()
		: flags.text('password');
	if (flags.isOn('password-stdin') && !user) client.fail('Must provide --username with --password-stdin');
	if (flags.text('password'))
		client.complain('WARNING! Using --password via the CLI is insecure. Use --password-stdin.');
	if (!user || !password) {
		if (!client.process.streams.get(0)?.isTerminal)
			client.fail('Error: Cannot perform an interactive login from a non TTY device');
	}
	const isHub = args[0] === undefined;
	const target = isHub ? 'registry-1.docker.io' : server.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
	return client.fail(
		`Error response from daemon: Get "https://${target}/v2/": dial tcp: lookup ${target.split(':')[0]} on 203.0.113.50:53: no such host`,
	);
}

export function* logoutVerb(client: Client): Running<number> {
	const [server] = client.args;
	const name = server ?? 'https://index.docker.io/v1/';
	if (server) client.say(`Not logged in to ${name}`);
	else client.say(`Removing login credentials for ${name}`);
	return 0;
}
