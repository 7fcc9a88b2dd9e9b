/** Mount options: flags of the mount, and what is for the file system (mount(8), "Filesystem-independent mount options"). */

/** In the order in which /proc/PID/mounts shows them (fs/proc_namespace.c). */
const flags = ['ro', 'rw', 'nosuid', 'nodev', 'noexec', 'noatime', 'nodiratime', 'relatime'] as const;
const opposites: Readonly<Record<string, string>> = {
	suid: 'nosuid',
	dev: 'nodev',
	exec: 'noexec',
	atime: 'noatime',
};
/** Words for mount(8) itself. */
const silent = new Set([
	'defaults',
	'bind',
	'rbind',
	'remount',
	'auto',
	'noauto',
	'user',
	'nofail',
	'strictatime',
	'loop',
	'async',
]);

export interface MountOptions {
	/** `rw,nosuid,relatime` */
	readonly flags: readonly string[];
	/** `size=64k`, `lowerdir=…` */
	readonly data: readonly string[];
}

export const wordsOf = (options: readonly string[] | string | undefined): readonly string[] =>
	typeof options === 'string' ? options.split(',').filter(Boolean) : (options ?? []);

const ordered = (set: ReadonlySet<string>): string[] => flags.filter((flag) => set.has(flag));

/** Options given, on top of the flags that a mount has (bind, remount); a new mount gets relatime unless told otherwise. */
export const mountOptions = (
	given: readonly string[] | string | undefined,
	base?: readonly string[],
): MountOptions => {
	const words = wordsOf(given);
	const set = new Set(base ?? ['rw']);
	const data: string[] = [];
	for (const word of words) {
		if (word === 'ro' || word === 'rw') {
			set.delete('ro');
			set.delete('rw');
			set.add(word);
		} else if ((flags as readonly string[]).includes(word)) set.add(word);
		else if (opposites[word]) set.delete(opposites[word]);
		else if (!silent.has(word)) data.push(word);
	}
	const hasAtime = ['noatime', 'relatime', 'strictatime'].some(
		(word) => set.has(word) || words.includes(word),
	);
	if (!base && !hasAtime) set.add('relatime');
	return { flags: ordered(set), data };
};

/** The value of `name=value` among a file system's options. */
export const optionValue = (data: readonly string[], name: string): string | undefined =>
	data.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);

const units: Readonly<Record<string, number>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 };
/** `64k`, `1m`, `50%` of `memory` (tmpfs(5)); undefined for what is no size. */
export const sizeOf = (text: string, memory: number): number | undefined => {
	const parts = /^(\d+)([kmg%]?)$/i.exec(text);
	if (!parts) return undefined;
	const [, digits, unit] = parts as unknown as [string, string, string];
	return unit === '%' ? (memory * Number(digits)) / 100 : Number(digits) * units[unit.toLowerCase()]!;
};
