/** How docker checks one value of an option that may be given many times (docker/cli: opts). */
import { late } from '../../../late.ts';
import type { Parsed } from '../../../go/number.ts';
import type { ClientVersion, FlagSpec } from './spec.ts';

export type Check = (text: string, version: ClientVersion) => Parsed<string>;

const kept = (value: string): Parsed<string> => ({ value });
const refused = (error: string): Parsed<string> => ({ error });

const variable: Check = (text) =>
	text.startsWith('=') || !text ? refused(`invalid environment variable: ${text}`) : kept(text);

const label: Check = (text) =>
	text.startsWith('=') || !text ? refused(`invalid label '${text}': empty name`) : kept(text);

const filter: Check = (text) =>
	text.includes('=') || !text ? kept(text.trim()) : refused('bad format of filter (expected name=value)');

const network: Check = (text) => {
	if (!text.includes('=')) return kept(text);
	for (const field of text.split(',')) {
		const [key = '', value] = field.split(/=(.*)/s);
		if (value === undefined) return refused(`invalid field ${field}`);
		if (
			!['name', 'alias', 'driver-opt', 'ip', 'ip6', 'mac-address', 'link-local-ip'].includes(
				key.trim().toLowerCase(),
			)
		)
			return refused(`invalid field key ${key.trim().toLowerCase()}`);
	}
	return kept(text);
};

const checks: Readonly<Record<string, Check>> = { env: variable, 'build-arg': variable, label };
const checksOfKind: Readonly<Record<string, Check>> = { filter, network };

const RARER =
	'link attach add-host dns dns-search sysctl ulimit blkio-weight-device device-read-bps device-write-bps device-read-iops device-write-iops device-cgroup-rule mount tag';
const rarer = new Set(RARER.split(' '));
const rarerPart = late(
	[...rarer].map((name) => `--${name}`),
	() => import('./rarerChecks.ts'),
);

export function listItem(version: ClientVersion, flag: FlagSpec, text: string): Parsed<string> {
	const check = checksOfKind[flag.kind] ?? checks[flag.name];
	if (check) return check(text, version);
	return rarer.has(flag.name) ? rarerPart().rarerChecks[flag.name]!(text, version) : kept(text);
}
