/** docker search, login, logout (docker/cli: cli/command/registry). There is no way to the internet from the host. */
import { isEngineError } from '../../../engine/error.ts';
import { parseReference } from '../../../engine/reference.ts';
import { registryAt } from '../../../engine/transfer.ts';
import { content, exists, makeDirectory, writeFile } from '../../../kernel/files.ts';
import { inBase64 } from '../../../go/base64.ts';
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
	const registry = args[0] === undefined ? undefined : yield* reachable(client, args[0]);
	if (registry) return loggedIn(client, registry, user, password);
	const isHub = args[0] === undefined;
	const target = isHub ? 'registry-1.docker.io' : server.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
	return client.fail(
		`Error response from daemon: Get "https://${target}/v2/": dial tcp: lookup ${target.split(':')[0]} on 203.0.113.50:53: no such host`,
	);
}

/** A registry without accounts lets everybody in. */
function* reachable(client: Client, server: string): Running<string | undefined> {
	try {
		registryAt(client.host, parseReference(client.host, `${server}/x`));
		return server;
	} catch (error) {
		if (!isEngineError(error) || /lookup/.test(error.message)) return undefined;
		return client.fail(`Error response from daemon: ${error.message}`);
	}
}

type Credentials = Readonly<Record<string, unknown>>;
const configFile = ({ process }: Client): string => `${process.env['HOME'] ?? '/root'}/.docker/config.json`;
function credentials(client: Client): Credentials {
	const { host, process } = client;
	if (!exists(host.state, process.pid, configFile(client))) return {};
	const { auths } = JSON.parse(content(host.state, process.pid, configFile(client))) as {
		auths?: Credentials;
	};
	return auths ?? {};
}
function keep(client: Client, auths: Credentials): void {
	const { host, process } = client;
	const file = configFile(client);
	makeDirectory(host, process.pid, file.replace(/\/[^/]*$/, ''), { parents: true, mode: 0o700 });
	writeFile(host, process.pid, file, JSON.stringify({ auths }, null, '\t'), { mode: 0o600 });
}
function loggedIn(client: Client, server: string, user: string, password: string): number {
	keep(client, { ...credentials(client), [server]: { auth: inBase64(`${user}:${password}`) } });
	client.complain(
		`WARNING! Your password will be stored unencrypted in ${configFile(client)}.\nConfigure a credential helper to remove this warning. See\nhttps://docs.docker.com/engine/reference/commandline/login/#credentials-store\n`,
	);
	client.say('Login Succeeded');
	return 0;
}

export function* logoutVerb(client: Client): Running<number> {
	const [server] = client.args;
	const name = server ?? 'https://index.docker.io/v1/';
	const { [name]: known, ...others } = credentials(client);
	if (server && known === undefined) client.say(`Not logged in to ${name}`);
	else client.say(`Removing login credentials for ${name}`);
	if (known !== undefined) keep(client, others);
	return 0;
}
