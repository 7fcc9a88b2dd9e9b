import { parseBool, type Parsed } from '../../../go/number.ts';
import { ramInBytes } from '../go/units.ts';
import type { ClientVersion } from './spec.ts';

export interface VolumeOption {
	readonly isNoCopy: boolean;
	readonly labels: readonly string[];
	readonly driver: string;
	readonly options: readonly string[];
	readonly subpath?: string;
}

/** `--mount` written out: comma separated key=value fields (docker/cli: opts/mount.go). */
export interface MountOption {
	readonly type: string;
	readonly source: string;
	readonly target: string;
	readonly isReadOnly: boolean;
	readonly propagation: string;
	readonly isNonRecursive: boolean;
	readonly recursion?: 'writable' | 'readonly';
	readonly volume: VolumeOption;
	readonly tmpfs: { readonly size: number | undefined; readonly mode: number | undefined };
}

const empty: MountOption = {
	type: 'volume',
	source: '',
	target: '',
	isReadOnly: false,
	propagation: '',
	isNonRecursive: false,
	volume: { isNoCopy: false, labels: [], driver: '', options: [] },
	tmpfs: { size: undefined, mode: undefined },
};

const switches = new Set(['readonly', 'ro', 'volume-nocopy', 'bind-nonrecursive']);

class Refusal extends Error {}

function truth(key: string, value: string): boolean {
	const parsed = parseBool(value);
	if ('error' in parsed) throw new Refusal(`invalid value for ${key}: ${value}`);
	return parsed.value;
}

function tmpfsSize(key: string, value: string): number {
	const size = ramInBytes(value);
	if ('error' in size) throw new Refusal(`invalid value for ${key}: ${value}`);
	return size.value;
}

function tmpfsMode(key: string, value: string): number {
	if (!/^[0-7]+$/.test(value)) throw new Refusal(`invalid value for ${key}: ${value}`);
	return parseInt(value, 8);
}

function recursion(value: string): Partial<MountOption> {
	if (value === 'enabled') return {};
	if (value === 'disabled') return { isNonRecursive: true };
	if (value === 'writable' || value === 'readonly') return { recursion: value };
	throw new Refusal(
		`invalid value for bind-recursive: ${value} (must be "enabled", "disabled", "writable", or "readonly")`,
	);
}

type Field = (value: string, mount: MountOption) => Partial<MountOption>;

const source: Field = (value) => ({ source: value });
const target: Field = (value) => ({ target: value });
const fields: Readonly<Record<string, Field>> = {
	type: (value) => ({ type: value.toLowerCase() }),
	source,
	src: source,
	target,
	dst: target,
	destination: target,
	readonly: (value) => ({ isReadOnly: truth('readonly', value) }),
	ro: (value) => ({ isReadOnly: truth('ro', value) }),
	consistency: () => ({}),
	'bind-propagation': (value) => ({ propagation: value.toLowerCase() }),
	'bind-nonrecursive': (value) => ({ isNonRecursive: truth('bind-nonrecursive', value) }),
	'bind-recursive': recursion,
	'volume-subpath': (value, { volume }) => ({ volume: { ...volume, subpath: value } }),
	'volume-nocopy': (value, { volume }) => ({
		volume: { ...volume, isNoCopy: truth('volume-nocopy', value) },
	}),
	'volume-label': (value, { volume }) => ({ volume: { ...volume, labels: [...volume.labels, value] } }),
	'volume-driver': (value, { volume }) => ({ volume: { ...volume, driver: value } }),
	'volume-opt': (value, { volume }) => ({ volume: { ...volume, options: [...volume.options, value] } }),
	'tmpfs-size': (value, { tmpfs }) => ({ tmpfs: { ...tmpfs, size: tmpfsSize('tmpfs-size', value) } }),
	'tmpfs-mode': (value, { tmpfs }) => ({ tmpfs: { ...tmpfs, mode: tmpfsMode('tmpfs-mode', value) } }),
};
const since26 = new Set(['bind-recursive', 'volume-subpath']);

function withField(mount: MountOption, version: ClientVersion, key: string, value: string, field: string) {
	const change = version === 20 && since26.has(key) ? undefined : fields[key];
	if (!change) throw new Refusal(`unexpected key '${key}' in '${field}'`);
	return { ...mount, ...change(value, mount) };
}

/** What does not go together. */
function contradiction(mount: MountOption, used: ReadonlySet<string>): string | undefined {
	if (!mount.type) return 'type is required';
	if (!mount.target) return 'target is required';
	for (const kind of ['volume', 'bind', 'tmpfs'])
		if (kind !== mount.type && used.has(kind))
			return `cannot mix '${kind}-*' options with mount type '${mount.type}'`;
	if (mount.recursion && !mount.isReadOnly)
		return `option 'bind-recursive=${mount.recursion}' requires 'readonly' to be specified in conjunction`;
	if (mount.recursion === 'readonly' && mount.propagation !== 'rprivate')
		return "option 'bind-recursive=readonly' requires 'bind-propagation=rprivate' to be specified in conjunction";
	return undefined;
}

function read(text: string, version: ClientVersion): MountOption {
	const used = new Set<string>();
	let mount = empty;
	for (const field of text.split(',')) {
		const equals = field.indexOf('=');
		const key = (equals < 0 ? field : field.slice(0, equals)).toLowerCase();
		if (equals < 0 && !switches.has(key))
			throw new Refusal(`invalid field '${field}' must be a key=value pair`);
		if (key.includes('-')) used.add(key.split('-')[0]!);
		mount = withField(mount, version, key, equals < 0 ? 'true' : field.slice(equals + 1), field);
	}
	const wrong = contradiction(mount, used);
	if (wrong) throw new Refusal(wrong);
	return mount;
}

export function parseMount(text: string, version: ClientVersion): Parsed<MountOption> {
	try {
		return { value: read(text, version) };
	} catch (reason) {
		if (reason instanceof Refusal) return { error: reason.message };
		throw reason;
	}
}
