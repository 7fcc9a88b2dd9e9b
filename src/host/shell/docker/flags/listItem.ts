/** How docker checks one value of an option that may be given many times (docker/cli: opts). */
import { parseInteger, parseUnsigned, type Parsed } from '../go/number.ts';
import { ramInBytes } from '../go/units.ts';
import { parseMount } from './mount.ts';
import type { ClientVersion, FlagSpec } from './spec.ts';

type Check = (text: string, version: ClientVersion) => Parsed<string>;

const kept = (value: string): Parsed<string> => ({ value });
const refused = (error: string): Parsed<string> => ({ error });

const isIPv4 = (text: string): boolean =>
	/^\d{1,3}(\.\d{1,3}){3}$/.test(text) &&
	text.split('.').every((part) => Number(part) < 256 && !/^0\d/.test(part));
const isIPv6 = (text: string): boolean => {
	const [head = '', tail, ...more] = text.split('::');
	const groups = (part: string | undefined) => (part ? part.split(':') : []);
	const all = [...groups(head), ...groups(tail)];
	if (more.length || !all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group) || isIPv4(group))) return false;
	return text.includes('::') ? all.length < 8 : all.length === 8;
};
export const isIP = (text: string): boolean => isIPv4(text) || isIPv6(text);

const streams: Check = (text) =>
	/^(stdin|stdout|stderr)$/i.test(text)
		? kept(text.toLowerCase())
		: refused('valid streams are STDIN, STDOUT and STDERR');

const variable: Check = (text) =>
	text.startsWith('=') || !text ? refused(`invalid environment variable: ${text}`) : kept(text);

const label: Check = (text) =>
	text.startsWith('=') || !text ? refused(`invalid label '${text}': empty name`) : kept(text);

const extraHost: Check = (text) => {
	const colon = text.indexOf(':');
	const at = text.includes('=') && (colon < 0 || text.indexOf('=') < colon) ? text.indexOf('=') : colon;
	const [name, address] = [text.slice(0, at), text.slice(at + 1)];
	if (at < 0 || !name) return refused(`bad format for add-host: "${text}"`);
	if (address === 'host-gateway' || isIP(address.replace(/^\[(.*)\]$/, '$1')))
		return kept(`${name}:${address}`);
	return refused(`invalid IP address in add-host: "${address}"`);
};

const server: Check = (text, version) => {
	if (isIP(text)) return kept(text);
	return refused(
		version === 20 ? `${text} is not an ip address` : `IP address is not correctly formatted: ${text}`,
	);
};

const searchDomain: Check = (text) => {
	const domain = text.trim();
	if (domain === '.') return kept(domain);
	const isDomain =
		/[a-zA-Z]/.test(domain) &&
		domain.length < 255 &&
		/^(:?(:?[a-zA-Z0-9]|(:?[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))(:?\.(:?[a-zA-Z0-9]|(:?[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])))*)\.?\s*$/.test(
			domain,
		);
	return isDomain ? kept(domain.replace(/\.$/, '')) : refused(`${text} is not a valid domain`);
};

const openSysctls = new Set([
	...['kernel.msgmax', 'kernel.msgmnb', 'kernel.msgmni', 'kernel.sem'],
	...['kernel.shmall', 'kernel.shmmax', 'kernel.shmmni', 'kernel.shm_rmid_forced'],
]);
const sysctl: Check = (text, version) => {
	const [key = '', value] = text.split(/=(.*)/s);
	const isOpen = openSysctls.has(key) || key.startsWith('net.') || key.startsWith('fs.mqueue.');
	if (value !== undefined && isOpen) return kept(text);
	return refused(`sysctl '${text}' is not ${version === 20 ? 'whitelisted' : 'allowed'}`);
};

const limits = new Set(
	'core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack'.split(
		' ',
	),
);
const ulimit: Check = (text) => {
	const [name = '', values, extra] = text.split('=');
	if (values === undefined || extra !== undefined) return refused(`invalid ulimit argument: ${text}`);
	if (!limits.has(name)) return refused(`invalid ulimit type: ${name}`);
	const parts = values.split(':');
	if (parts.length > 2)
		return refused(`too many limit value arguments - ${values}, can only have up to two, \`soft[:hard]\``);
	const numbers = parts.map((part) => parseInteger(part, 64, 10)).reverse();
	const wrong = numbers.find((number) => 'error' in number);
	if (wrong && 'error' in wrong) return wrong;
	const [hard = 0, soft = hard] = numbers.map((number) => ('value' in number ? number.value : 0));
	if (hard !== -1 && soft > hard)
		return refused(`ulimit soft limit must be less than or equal to hard limit: ${soft} > ${hard}`);
	return kept(text);
};

const deviceWeight: Check = (text) => {
	const [path = '', weight, extra] = text.split(':');
	if (weight === undefined || extra !== undefined) return refused(`bad format: ${text}`);
	if (!path.startsWith('/dev/')) return refused(`bad format for device path: ${text}`);
	const size = parseUnsigned(weight, 16, 10);
	const isWeight = 'value' in size && (size.value === 0 || (size.value >= 10 && size.value <= 1000));
	return isWeight ? kept(text) : refused(`invalid weight for device: ${text}`);
};

const rate =
	(isBytes: boolean): Check =>
	(text) => {
		const [path = '', speed, extra] = text.split(':');
		if (speed === undefined || extra !== undefined) return refused(`bad format: ${text}`);
		if (!path.startsWith('/dev/')) return refused(`bad format for device path: ${text}`);
		if ('value' in (isBytes ? ramInBytes(speed) : parseUnsigned(speed, 64, 10))) return kept(text);
		const form = isBytes
			? '<device-path>:<number>[<unit>]. Number must be a positive integer. Unit is optional and can be kb, mb, or gb'
			: '<device-path>:<number>. Number must be a positive integer';
		return refused(`invalid rate for device: ${text}. The correct format is ${form}`);
	};

const deviceRule: Check = (text) =>
	/^[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}$/.test(text)
		? kept(text)
		: refused(`invalid device cgroup format '${text}'`);

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

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const domain =
	'(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?';
const reference = new RegExp(
	`^(?:${domain}/)?${component}(?:/${component})*(?::\\w[\\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*:[0-9a-fA-F]{32,})?$`,
);
const tag: Check = (text, version) => {
	if (reference.test(text)) return kept(text);
	if (!reference.test(text.toLowerCase())) return refused('invalid reference format');
	const path = text.replace(/:[^:/]*$/, '');
	const name = version === 20 ? '' : ` (${path.includes('/') ? path : `library/${path}`})`;
	return refused(`invalid reference format: repository name${name} must be lowercase`);
};

const mount: Check = (text, version) => {
	const parsed = parseMount(text, version);
	return 'error' in parsed ? parsed : kept(text);
};

const checks: Readonly<Record<string, Check>> = {
	attach: streams,
	env: variable,
	'build-arg': variable,
	label,
	'add-host': extraHost,
	dns: server,
	'dns-search': searchDomain,
	sysctl,
	ulimit,
	'blkio-weight-device': deviceWeight,
	'device-read-bps': rate(true),
	'device-write-bps': rate(true),
	'device-read-iops': rate(false),
	'device-write-iops': rate(false),
	'device-cgroup-rule': deviceRule,
	mount,
	tag,
};
const checksOfKind: Readonly<Record<string, Check>> = { filter, network };

export function listItem(version: ClientVersion, flag: FlagSpec, text: string): Parsed<string> {
	return (checksOfKind[flag.kind] ?? checks[flag.name] ?? kept)(text, version);
}
