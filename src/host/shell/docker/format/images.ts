/** docker images and docker history (docker/cli: cli/command/formatter/image.go, cli/command/image/formatter_history.go). */
import { rfc3339, timeText } from '../go/time.ts';
import { humanDuration, humanSize, humanSizeWithPrecision } from '../go/humanUnits.ts';
import { GoStruct } from '../go/value.ts';
import { ellipsis, shortId } from './ellipsis.ts';
import { isTable, type Headers } from './rows.ts';

/** What the engine's list of images says of one (image.Summary); -1 where it was not counted. */
export interface ListedImage {
	readonly ID: string;
	readonly RepoTags: readonly string[];
	readonly RepoDigests: readonly string[];
	/** Seconds since the epoch. */
	readonly Created: number;
	readonly Size: number;
	readonly SharedSize: number;
	readonly Containers: number;
}

export const imageHeaders: Headers = {
	ID: 'IMAGE ID',
	Repository: 'REPOSITORY',
	Tag: 'TAG',
	Digest: 'DIGEST',
	CreatedSince: 'CREATED',
	CreatedAt: 'CREATED AT',
	Size: 'SIZE',
	Containers: 'CONTAINERS',
	VirtualSize: 'SIZE',
	SharedSize: 'SHARED SIZE',
	UniqueSize: 'UNIQUE SIZE',
};

/** docker.io/library/busybox is shown as busybox (distribution/reference.FamiliarName). */
export const familiarName = (name: string): string =>
	name.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\/(?!.*\/)/, '');

const none = '<none>';

interface Named {
	readonly repository: string;
	readonly tag: string;
	readonly digest: string;
}

export function imageRow(image: ListedImage, named: Named, isShort: boolean, now: number): GoStruct {
	const { ID, Created, Size, SharedSize, Containers } = image;
	const isUncounted = Size === -1 || SharedSize === -1;
	return new GoStruct('*formatter.imageContext', {
		ID: () => (isShort ? shortId(ID) : ID),
		Repository: () => named.repository,
		Tag: () => named.tag,
		Digest: () => named.digest,
		CreatedSince: () => `${humanDuration(now - Math.floor(Created))} ago`,
		CreatedAt: () => timeText(Math.floor(Created)),
		Size: () => humanSizeWithPrecision(Size, 3),
		Containers: () => (Containers === -1 ? 'N/A' : String(Containers)),
		VirtualSize: () => humanSize(Size),
		SharedSize: () => (SharedSize === -1 ? 'N/A' : humanSize(SharedSize)),
		UniqueSize: () => (isUncounted ? 'N/A' : humanSize(Size - SharedSize)),
	});
}

function tagged(image: ListedImage): [repository: string, tag: string][] {
	return image.RepoTags.filter((tag) => tag !== '<none>:<none>').map((reference) => {
		const at = reference.lastIndexOf(':');
		return [familiarName(reference.slice(0, at)), reference.slice(at + 1)];
	});
}

function digested(image: ListedImage): [repository: string, digest: string][] {
	return image.RepoDigests.filter((digest) => digest !== '<none>@<none>').map((reference) => {
		const [name = '', digest = ''] = reference.split('@');
		return [familiarName(name), digest];
	});
}

/** An image has a row for each of its names, or one without a name. */
function namesOf(image: ListedImage, needsDigest: boolean, showsDigests: boolean): Named[] {
	const [tags, digests] = [tagged(image), digested(image)];
	if (!tags.length && !digests.length) return [{ repository: none, tag: none, digest: none }];
	const withTag = tags.flatMap(([repository, tag]): Named[] => {
		const own = needsDigest ? digests.filter(([name]) => name === repository) : [];
		if (!own.length) return [{ repository, tag, digest: none }];
		return own.map(([, digest]) => ({ repository, tag, digest }));
	});
	const others = digests.filter(([name]) => !tags.some(([repository]) => repository === name));
	const alone = others.map(([repository, digest]) => ({
		repository,
		tag: none,
		digest: showsDigests ? digest : '',
	}));
	return [...withTag, ...alone];
}

export interface ImagesToShow {
	readonly format: string;
	readonly showsDigests: boolean;
	readonly isShort: boolean;
	readonly now: number;
}

export function imageRows(images: readonly ListedImage[], asked: ImagesToShow): GoStruct[] {
	const needsDigest = asked.showsDigests || asked.format.includes('{{.Digest}}');
	return images.flatMap((image) =>
		namesOf(image, needsDigest, asked.showsDigests).map((named) =>
			imageRow(image, named, asked.isShort, asked.now),
		),
	);
}

const created = '{{if .CreatedSince }}{{.CreatedSince}}{{else}}N/A{{end}}';

export function imageFormat(format: string, isQuiet: boolean, showsDigests: boolean): string {
	const digest = showsDigests ? '\t{{.Digest}}' : '';
	if (format === '' || format === 'table')
		return isQuiet ? '{{.ID}}' : `table {{.Repository}}\t{{.Tag}}${digest}\t{{.ID}}\t${created}\t{{.Size}}`;
	if (format === 'raw') {
		const line = showsDigests ? 'digest: {{.Digest}}\n' : '';
		const rest = `${line}image_id: {{.ID}}\ncreated_at: {{.CreatedAt}}\nvirtual_size: {{.Size}}\n`;
		return isQuiet ? 'image_id: {{.ID}}' : `repository: {{ .Repository }}\ntag: {{.Tag}}\n${rest}`;
	}
	return isTable(format) && showsDigests && !format.includes('{{.Digest}}') ? format + digest : format;
}

/** A line of docker history (image.HistoryResponseItem). */
export interface HistoryItem {
	readonly ID: string;
	readonly Created: number;
	readonly CreatedBy: string;
	readonly Size: number;
	readonly Comment: string;
}

export const historyHeaders: Headers = {
	ID: 'IMAGE',
	CreatedSince: 'CREATED',
	CreatedAt: 'CREATED AT',
	CreatedBy: 'CREATED BY',
	Size: 'SIZE',
	Comment: 'COMMENT',
};

/** From 26.1 on a time before 2000 is not put into words. */
const epoch = 946684800;

export interface HistoryToShow {
	readonly version: 20 | 26;
	readonly isHuman: boolean;
	readonly isShort: boolean;
	readonly now: number;
}

export function historyRow(item: HistoryItem, { version, isHuman, isShort, now }: HistoryToShow): GoStruct {
	const by = item.CreatedBy.replaceAll('\t', ' ');
	const since = () => {
		if (!isHuman) return rfc3339(item.Created);
		if (version === 26 && item.Created <= epoch) return 'N/A';
		return `${humanDuration(now - Math.floor(item.Created))} ago`;
	};
	return new GoStruct('*image.historyContext', {
		ID: () => (isShort ? shortId(item.ID) : item.ID),
		CreatedAt: () => rfc3339(item.Created),
		CreatedSince: since,
		CreatedBy: () => (isShort ? ellipsis(by, 45) : by),
		Size: () => (isHuman ? humanSizeWithPrecision(item.Size, 3) : String(item.Size)),
		Comment: () => item.Comment,
	});
}

export function historyFormat(format: string, isQuiet: boolean, isHuman: boolean): string {
	if (format !== '' && format !== 'table') return format;
	if (isQuiet) return '{{.ID}}';
	const time = isHuman ? '{{.CreatedSince}}' : '{{.CreatedAt}}';
	return `table {{.ID}}\t${time}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}`;
}
