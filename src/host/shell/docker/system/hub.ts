/** docker search, login, logout (docker/cli: cli/command/registry). There is no way to the internet from the host. */
import type { Running } from '../../../process.ts';
import type { Client } from '../client.ts';
import { printedRows } from '../format/rows.ts';
import { searchFormat, searchHeaders, searchRow, type SearchResult } from '../format/search.ts';
import { printed } from '../printed.ts';

const result = (Name: string, Description: string, StarCount: number, IsOfficial = true): SearchResult => ({
	...{ Name, Description, StarCount, IsOfficial },
	IsAutomated: false,
});
/** A hub of a few well-known repositories. */
const hub: readonly SearchResult[] = [
	result('nginx', 'Official build of Nginx.', 20000),
	result('nginx/nginx-ingress', 'NGINX and  NGINX Plus Ingress Controllers fo…', 95, false),
	result('bitnami/nginx', 'Bitnami container image for NGINX', 190, false),
	result('busybox', 'Busybox base image.', 3300),
	result('ubuntu', 'Ubuntu is a Debian-based Linux operating system based on free software.', 17000),
	result(
		'redis',
		'Redis is the world’s fastest data platform for caching, vector search, and NoSQL databases.',
		13000,
	),
	result(
		'alpine',
		'A minimal Docker image based on Alpine Linux with a complete package index and only 5 MB in size!',
		11000,
	),
	result('centos', 'DEPRECATED; The official build of CentOS.', 7700),
	result(
		'debian',
		"Debian is a Linux distribution that's composed entirely of free and open-source software.",
		5200,
	),
	result('httpd', 'The Apache HTTP Server Project', 4800),
	result(
		'mysql',
		'MySQL is a widely used, open-source relational database management system (RDBMS).',
		15000,
	),
	result(
		'postgres',
		'The PostgreSQL object-relational database system provides reliability and data integrity.',
		14000,
	),
	result('hello-world', 'Hello World! (an example of minimal Dockerization)', 2300),
	result(
		'registry',
		'Distribution implementation for storing and distributing of container images and artifacts',
		4100,
	),
];

export function* searchVerb(client: Client): Running<number> {
	const { flags, args, version } = client;
	const term = args[0]!.toLowerCase();
	const limit = flags.number('limit') || 25;
	const isShort = !flags.isOn('no-trunc');
	const format = flags.text('format');
	const rows = hub
		.filter(({ Name, Description }) => Name.includes(term) || Description.toLowerCase().includes(term))
		.filter((each) => flags.list('filter').every((filter) => isWanted(each, filter)))
		.sort((a, b) => b.StarCount - a.StarCount)
		.slice(0, limit)
		.map((each) => searchRow(each, isShort, format === 'json' || format.includes('{{json')));
	return printed(
		client,
		printedRows({ version, format: searchFormat(format, version), headers: searchHeaders, rows }),
	);
}

function isWanted({ StarCount, IsOfficial, IsAutomated }: SearchResult, filter: string): boolean {
	const [key, value = ''] = filter.split('=');
	if (key === 'stars') return StarCount >= Number(value);
	if (key === 'is-official') return IsOfficial === (value === 'true');
	return key !== 'is-automated' || IsAutomated === (value === 'true');
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
