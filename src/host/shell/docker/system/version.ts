/** docker version (docker/cli: cli/command/system/version.go). */
import type { Running } from '../../../process.ts';
import type { Profile } from '../../../profile.ts';
import type { Client } from '../client.ts';
import { inspected } from '../format/inspect.ts';
import { GoStruct, type GoValue } from '../go/value.ts';
import { goJson } from '../go/json.ts';
import { printed } from '../printed.ts';

const commits = { 20: ['297e128', '5d6db84', '20.10.24'], 26: ['a72d7cd', '411e817', '26.1.5'] } as const;
const builtAt = { 20: 'Thu May 18 08:38:34 2023', 26: 'Wed Jul 23 12:46:37 2025' } as const;
const components = {
	20: { containerd: '1.6.20~ds1-1+deb12u1', runc: '1.1.5+ds1-1+deb12u1' },
	26: { containerd: '1.7.24~ds1-6+b4', runc: '1.1.15+ds1-2+b4' },
} as const;

const common = (profile: Profile, commit: string): Record<string, GoValue> => ({
	Version: profile.docker,
	APIVersion: profile.api,
	GoVersion: profile.goVersion,
	GitCommit: commit,
	Os: 'linux',
	Arch: 'amd64',
	BuildTime: builtAt[profile.major],
});

export function* versionVerb(client: Client): Running<number> {
	const { profile } = client.host;
	const format = client.flags.text('format');
	if (!format) {
		client.process.write(plain(profile));
		return 0;
	}
	const [clientCommit, serverCommit] = commits[profile.major];
	const typed = new GoStruct('system.versionInfo', {
		Client: new GoStruct('*system.clientVersion', {
			...common(profile, clientCommit),
			DefaultAPIVersion: profile.api,
			Context: 'default',
		}),
		Server: new GoStruct('*types.Version', {
			...common(profile, serverCommit),
			MinAPIVersion: profile.minApi,
			KernelVersion: profile.kernel,
			Experimental: false,
		}),
	});
	if (format === 'json') client.say(goJson(typed));
	else return printed(client, inspected(format, [{ typed }], client.version));
	return 0;
}

const rows = (pairs: readonly (readonly [string, string])[]): string =>
	pairs.map(([name, value]) => `${` ${name}:`.padEnd(20)}${value}\n`).join('');

function plain(profile: Profile): string {
	const [clientCommit, serverCommit] = commits[profile.major];
	const is20 = profile.major === 20;
	const built = (commit: string): [string, string][] => [
		['Go version', profile.goVersion],
		['Git commit', commit],
		['Built', builtAt[profile.major]],
		['OS/Arch', 'linux/amd64'],
	];
	const { containerd, runc } = components[profile.major];
	const clientRows = rows([
		['Version', profile.docker],
		['API version', profile.api],
		...built(clientCommit),
		['Context', 'default'],
		...(is20 ? [['Experimental', 'true'] as const] : []),
	]);
	const part = (name: string, version: string, commit: string) =>
		` ${name}:\n${rows([
			['Version', version],
			['GitCommit', commit],
		])
			.replace(/^ /gm, '  ')
			.replace(/(:) ( *)/gm, '$1$2')}`;
	const server = [
		' Engine:\n',
		rows([
			['Version', profile.docker],
			['API version', `${profile.api} (minimum version ${profile.minApi})`],
			...built(serverCommit),
			['Experimental', 'false'],
		])
			.replace(/^ /gm, '  ')
			.replace(/: /g, ':'),
		part('containerd', containerd, containerd),
		part('runc', runc, runc),
		part('docker-init', '0.19.0', ''),
	].join('');
	return `Client:\n${clientRows}\nServer:\n${server}`;
}
