/** -v, --mount, --device: what a container gets of the host's files (docker/cli: opts/mount.go, cli/command/container/opts.go). */
import type { HostConfig } from '../../../engine/container.ts';
import { late } from '../../../late.ts';
import { pathOf } from '../../../kernel/path.ts';
import type { Client } from '../client.ts';
import type { MountOption } from '../flags/mount.ts';
import type { Flags } from '../flags/parse.ts';
import { ramInBytes } from '../go/units.ts';
import { SpecError } from './ports.ts';

const mountSyntax = late(['--mount'], () => import('../flags/mount.ts'));

export function device(text: string): HostConfig['devices'][number] {
	const [source = '', second, third] = text.split(':');
	const isMode = (word: string | undefined) => word !== undefined && /^[rwm]+$/.test(word);
	if (second !== undefined && third !== undefined && !isMode(third))
		throw new SpecError(`bad mode specified: ${third}`);
	if (!source.startsWith('/')) throw new SpecError(`${source} is not an absolute path`);
	const path = second === undefined || (third === undefined && isMode(second)) ? source : second;
	const permissions = third ?? (isMode(second) ? second! : 'rwm');
	return { host: source, container: path, permissions };
}

const rateKinds = {
	'device-read-bps': 'ReadBps',
	'device-write-bps': 'WriteBps',
	'device-read-iops': 'ReadIOps',
	'device-write-iops': 'WriteIOps',
} as const;

/** `/dev/vda:1mb`, checked already where the options were read (docker/cli: opts/throttledevice.go). */
export const deviceRates = (flags: Flags): HostConfig['deviceRates'] =>
	(Object.keys(rateKinds) as (keyof typeof rateKinds)[]).flatMap((name) =>
		flags.list(name).map((text) => {
			const [path = '', speed = ''] = text.split(':');
			const parsed = name.endsWith('bps') ? ramInBytes(speed) : { value: Number(speed) };
			return { kind: rateKinds[name], path, rate: 'value' in parsed ? parsed.value : 0 };
		}),
	);

/** -v with a source is a bind (26.1 takes a relative one), without one an anonymous volume. */
export function volumesOf(client: Client): { binds: string[]; anonymous: string[] } {
	const binds: string[] = [];
	const anonymous: string[] = [];
	for (const text of client.flags.list('volume')) {
		const [source = '', destination] = text.split(':');
		if (client.is26 && destination !== undefined && text.split(':').includes(''))
			throw new SpecError(`invalid spec: ${text}: empty section between colons`);
		if (destination === undefined) anonymous.push(source);
		else if (client.is26 && /^\.\.?(\/|$)/.test(source))
			binds.push(absolute(client, source) + text.slice(source.length));
		else binds.push(text);
	}
	return { binds, anonymous };
}

export function absolute({ process, host }: Client, path: string): string {
	const whole = path.startsWith('/') ? path : `${pathOf(host.state, process.pid, process.task.cwd)}/${path}`;
	const parts: string[] = [];
	for (const part of whole.split('/'))
		if (part === '..') parts.pop();
		else if (part && part !== '.') parts.push(part);
	return `/${parts.join('/')}`;
}

export function mountOf(client: Client, text: string): HostConfig['mounts'][number] {
	const parsed = mountSyntax().parseMount(text, client.version);
	if ('error' in parsed) throw new SpecError(parsed.error);
	const { type, source, target, isReadOnly, propagation, volume, tmpfs }: MountOption = parsed.value;
	const isRelative = client.is26 && type === 'bind' && source && !source.startsWith('/');
	const options = [
		propagation,
		volume.isNoCopy ? 'nocopy' : '',
		tmpfs.size ? `size=${tmpfs.size}` : '',
		tmpfs.mode ? `mode=${tmpfs.mode.toString(8)}` : '',
	];
	return {
		type,
		source: isRelative ? absolute(client, source) : source,
		target,
		readOnly: isReadOnly,
		options: options.filter(Boolean).join(','),
	};
}
