/**
 * Storage drivers: what each copies at the first write into a file of an image, and since when it is there or gone.
 * Sizes of blocks and states of support are in docs.docker.com (engine/storage/drivers, engine/deprecated); Btrfs
 * works on its sectors (btrfs(5), sectorsize).
 */
const KIB = 1024;

export interface Driver {
	readonly name: string;
	readonly level: 'file' | 'block';
	/** Bytes that are copied or allocated at once; a file as a whole where there is none. */
	readonly block?: number;
	/** The engine that has it no more. */
	readonly removed?: string;
}

export const DRIVERS: readonly Driver[] = [
	{ name: 'overlay2', level: 'file' },
	{ name: 'aufs', level: 'file', removed: '24.0' },
	{ name: 'btrfs', level: 'block', block: 4 * KIB },
	{ name: 'zfs', level: 'block', block: 128 * KIB },
	{ name: 'devicemapper', level: 'block', block: 64 * KIB, removed: '25.0' },
];

export interface Write {
	/** The file's bytes in the image. */
	readonly size: number;
	/** Where in it is written, and how much. */
	readonly at: number;
	readonly bytes: number;
}

/** Bytes that come to lie in the writable layer at the first write. */
export function copied({ block }: Driver, { size, at, bytes }: Write): number {
	if (bytes <= 0) return 0;
	if (block === undefined) return Math.max(size, at + bytes);
	const [first, last] = [Math.floor(at / block), Math.floor((at + bytes - 1) / block)];
	return (last - first + 1) * block;
}

/** The lines by which this host, whose driver is overlay2, shows the same. */
export function sameWrite({ size, bytes }: Write): readonly string[] {
	const blocks = Math.max(1, Math.round(size / KIB));
	return [
		`docker run --name make busybox dd if=/dev/zero of=/big bs=1k count=${blocks}`,
		'docker commit make big',
		'docker rm make',
		'docker run -d --name box big sleep 1000',
		`docker exec box sh -c 'head -c ${bytes} /dev/zero >> /big'`,
		'docker ps -s --format "{{.Names}} {{.Size}}"',
	];
}
