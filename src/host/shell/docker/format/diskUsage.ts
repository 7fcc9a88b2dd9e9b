/** docker system df (docker/cli: cli/command/formatter/disk_usage.go). */
import { humanSize } from '../go/humanUnits.ts';
import { GoStruct } from '../go/value.ts';
import { containerHeaders, containerRow, type ListedContainer } from './containers.ts';
import { familiarName, imageHeaders, imageRow, type ListedImage } from './images.ts';
import { volumeHeaders, volumeRow, type ListedVolume } from './networks.ts';
import { printedRows, rowsText, type Headers } from './rows.ts';
import type { Printed } from './inspect.ts';

export interface DiskUsage {
	/** The bytes of all layers, shared ones once. */
	readonly LayersSize: number;
	readonly Images: readonly ListedImage[];
	readonly Containers: readonly ListedContainer[];
	readonly Volumes: readonly ListedVolume[];
}

const usageHeaders: Headers = {
	Type: 'TYPE',
	TotalCount: 'TOTAL',
	Active: 'ACTIVE',
	Size: 'SIZE',
	Reclaimable: 'RECLAIMABLE',
};

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function share(part: number, whole: number): string {
	return whole > 0 ? `${humanSize(part)} (${Math.trunc((part * 100) / whole)}%)` : humanSize(part);
}

interface Use {
	readonly type: string;
	readonly goType: string;
	readonly total: number;
	readonly active: number;
	readonly size: number;
	readonly reclaimable: string;
}

const row = ({ type, goType, total, active, size, reclaimable }: Use): GoStruct =>
	new GoStruct(`*formatter.${goType}`, {
		Type: () => type,
		TotalCount: () => String(total),
		Active: () => String(active),
		Size: () => humanSize(size),
		Reclaimable: () => reclaimable,
	});

function imagesUse({ Images, LayersSize }: DiskUsage): Use {
	const counted = Images.filter(
		(image) => image.Containers !== 0 && image.Size !== -1 && image.SharedSize !== -1,
	);
	const used = sum(counted.map((image) => image.Size - image.SharedSize));
	return {
		...{ type: 'Images', goType: 'diskUsageImagesContext', total: Images.length, size: LayersSize },
		active: Images.filter((image) => image.Containers > 0).length,
		reclaimable: share(LayersSize - used, LayersSize),
	};
}

const isActive = ({ State }: ListedContainer): boolean => /running|paused|restarting/.test(State);

function containersUse({ Containers }: DiskUsage): Use {
	const bytes = (containers: readonly ListedContainer[]) => sum(containers.map(({ SizeRw = 0 }) => SizeRw));
	const size = bytes(Containers);
	return {
		...{ type: 'Containers', goType: 'diskUsageContainersContext', total: Containers.length, size },
		active: Containers.filter(isActive).length,
		reclaimable: share(bytes(Containers.filter((container) => !isActive(container))), size),
	};
}

function volumesUse({ Volumes }: DiskUsage): Use {
	const counted = Volumes.flatMap(({ UsageData }) => (UsageData && UsageData.Size !== -1 ? [UsageData] : []));
	const size = sum(counted.map((usage) => usage.Size));
	const unused = sum(counted.filter((usage) => usage.RefCount === 0).map((usage) => usage.Size));
	return {
		...{ type: 'Local Volumes', goType: 'diskUsageVolumesContext', total: Volumes.length, size },
		active: Volumes.filter(({ UsageData }) => (UsageData?.RefCount ?? 0) > 0).length,
		reclaimable: share(unused, size),
	};
}

/** The classic builder keeps its cache in the images. */
const cacheUse: Use = {
	...{ type: 'Build Cache', goType: 'diskUsageBuilderContext', total: 0, active: 0, size: 0 },
	reclaimable: humanSize(0),
};

export function printedDiskUsage(usage: DiskUsage, format: string, version: 20 | 26): Printed {
	const table = 'table {{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}';
	const raw =
		'type: {{.Type}}\ntotal: {{.TotalCount}}\nactive: {{.Active}}\nsize: {{.Size}}\nreclaimable: {{.Reclaimable}}\n';
	return printedRows({
		version,
		format: format === '' || format === 'table' ? table : format === 'raw' ? raw : format,
		headers: usageHeaders,
		rows: [imagesUse(usage), containersUse(usage), volumesUse(usage), cacheUse].map(row),
	});
}

/** In the long form an image goes by the first of its names. */
function firstName({ RepoTags: [first] }: ListedImage): { repository: string; tag: string; digest: string } {
	if (!first || first === '<none>:<none>') return { repository: '<none>', tag: '<none>', digest: '' };
	const at = first.lastIndexOf(':');
	return { repository: familiarName(first.slice(0, at)), tag: first.slice(at + 1), digest: '' };
}

/** docker system df -v. */
export function diskUsageTables(usage: DiskUsage, version: 20 | 26, now: number): string {
	const size = version === 20 ? 'VirtualSize' : 'Size';
	const table = (columns: string, headers: Headers, rows: readonly GoStruct[]) => {
		const fields = columns.split(' ').map((name) => `{{.${name}}}`);
		return rowsText({ version, format: `table ${fields.join('\t')}`, headers, rows });
	};
	const images = usage.Images.map((image) => imageRow(image, firstName(image), true, now));
	const containers = usage.Containers.map((one) => containerRow({ ...one, SizeRootFs: 0 }, true, now));
	const volumes = usage.Volumes.map((volume) => volumeRow(volume, version));
	const cacheHeaders: Headers = {
		...{ ID: 'CACHE ID', CacheType: 'CACHE TYPE', Size: 'SIZE', CreatedSince: 'CREATED' },
		...{ LastUsedSince: 'LAST USED', UsageCount: 'USAGE', Shared: 'SHARED' },
	};
	return [
		'Images space usage:\n\n',
		table(`Repository Tag ID CreatedSince ${size} SharedSize UniqueSize Containers`, imageHeaders, images),
		'\nContainers space usage:\n\n',
		table('ID Image Command LocalVolumes Size RunningFor Status Names', containerHeaders, containers),
		'\nLocal Volumes space usage:\n\n',
		table('Name Links Size', volumeHeaders(version), volumes),
		`\nBuild cache usage: ${humanSize(0)}\n\n`,
		table('ID CacheType Size CreatedSince LastUsedSince UsageCount Shared', cacheHeaders, []),
	].join('');
}
