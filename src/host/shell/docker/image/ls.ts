/** docker images (docker/cli: cli/command/image/list.go). */
import type { Image } from '../../../engine/image.ts';
import { imageFound } from '../../../engine/reference.ts';
import { tagsOf } from '../../../engine/removeImage.ts';
import type { Host } from '../../../host.ts';
import type { Running } from '../../../process.ts';
import type { Client } from '../client.ts';
import { checkFilters, filtersOf, hasLabel, wrongFilter, type Filters } from '../container/filtered.ts';
import { imageFormat, imageHeaders, imageRows } from '../format/images.ts';
import { printedRows } from '../format/rows.ts';
import { printed } from '../printed.ts';
import { listedImage, listedImages } from './listed.ts';

const known = ['dangling', 'label', 'before', 'since', 'reference', 'until'];

export function* lsVerb(client: Client): Running<number> {
	const { flags, host, version } = client;
	const filters = filtersOf(flags.list('filter'));
	checkFilters(host, filters, known);
	const [wish] = client.args;
	const images = listedImages(host.state, flags.isOn('all'))
		.filter((image) => isWanted(host, image, filters))
		.map((image) => named(host, image, [...(filters.get('reference') ?? []), ...(wish ? [wish] : [])]))
		.filter((each) => each !== undefined);
	const format = imageFormat(flags.text('format'), flags.isOn('quiet'), flags.isOn('digests'));
	const rows = imageRows(images, {
		format,
		showsDigests: flags.isOn('digests'),
		isShort: !flags.isOn('no-trunc'),
		now: host.state.clock.now,
	});
	return printed(client, printedRows({ version, format, headers: imageHeaders, rows }));
}

function isWanted(host: Host, image: Image, filters: Filters): boolean {
	const isDangling = tagsOf(host.state, image.id).length === 0;
	const created = (name: string) => imageFound(host, name).created;
	const tests: Readonly<Record<string, (value: string) => boolean>> = {
		dangling: (value) => {
			if (!['true', 'false', '1', '0'].includes(value)) throw wrongFilter(host, `dangling=${value}`);
			return ['true', '1'].includes(value) === isDangling;
		},
		label: (value) => hasLabel(image.config.labels, value),
		before: (value) => image.created < created(value),
		since: (value) => image.created > created(value),
	};
	return [...filters].every(([key, values]) => values.every((value) => tests[key]?.(value) ?? true));
}

/** With a name or pattern asked for, only the tags that match. */
function named(host: Host, image: Image, wishes: readonly string[]) {
	const listed = listedImage(host.state, image, { isCounted: false });
	if (!wishes.length) return listed;
	const wanted = (names: readonly string[], separator: string) =>
		names.filter((name) => wishes.some((wish) => isLike(name, separator, wish)));
	const RepoTags = wanted(listed.RepoTags, ':');
	return RepoTags.length ? { ...listed, RepoTags, RepoDigests: wanted(listed.RepoDigests, '@') } : undefined;
}

/** The whole name, or its repository (distribution/reference: FamiliarMatch). */
function isLike(name: string, separator: string, wish: string): boolean {
	const repository = name.slice(0, name.lastIndexOf(separator));
	const pattern = wish
		.replace(/[.+^${}()|\\]/g, '\\$&')
		.replaceAll('*', '[^/]*')
		.replaceAll('?', '[^/]');
	const matching = new RegExp(`^${pattern}$`);
	return matching.test(name) || matching.test(repository);
}
