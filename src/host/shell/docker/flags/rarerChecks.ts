/** The checks that most command lines don't need (docker/cli: opts). */
import { parseInteger, parseUnsigned, type Parsed } from '../../../go/number.ts';
import { ramInBytes } from '../go/units.ts';
import { isIP } from './isIP.ts';
import type { Check } from './listItem.ts';
import { parseMount } from './mount.ts';

const kept = (value: string): Parsed<string> => ({ value });
const refused = (error: string): Parsed<string> => ({ error });

const streams: Check = (text) =>
	/^(stdin|stdout|stderr)$/i.test(text)
		? kept(text.toLowerCase())
		: refused('valid streams are STDIN, STDOUT and STDERR');

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

/** `NAME[:ALIAS]` (docker/cli: opts.ValidateLink). */
const linked: Check = (text) => {
	const parts = text.split(':');
	if (!text) return refused('empty string specified for links');
	return parts.length > 2 ? refused(`bad format for links: ${text}`) : kept(text);
};

/** By the name of the option. */
export const rarerChecks: Readonly<Record<string, Check>> = {
	attach: streams,
	link: linked,
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
