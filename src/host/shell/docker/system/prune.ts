/** docker container, image and system prune (docker/cli: cli/command/{container,image,system}/prune.go). */
import { announce } from '../../../engine/announce.ts';
import { pruneContainers } from '../../../engine/pruneContainers.ts';
import { pruneImages, type Pruned } from '../../../engine/pruneImages.ts';
import { pruneNetworks } from '../../../engine/networks.ts';
import { pruneVolumes } from '../../../engine/pruneVolumes.ts';
import type { Client, Verb } from '../client.ts';
import { confirmed } from '../confirmed.ts';
import { humanSize } from '../go/humanUnits.ts';
import { deletionText } from '../image/rm.ts';

const total = (client: Client, bytes: number) => client.say(`Total reclaimed space: ${humanSize(bytes)}`);

function tellContainers(client: Client): number {
	const { ids, reclaimed } = pruneContainers(client.host);
	if (ids.length) client.process.write(`Deleted Containers:\n${ids.join('\n')}\n\n`);
	return reclaimed;
}

function tellImages(client: Client, { deletions, reclaimed }: Pruned): number {
	if (deletions.length)
		client.process.write(
			`Deleted Images:\n${deletions.map((each) => deletionText(each, true)).join('\n')}\n\n`,
		);
	return reclaimed;
}

export const pruneContainersVerb: Verb = function* (client) {
	if (!(yield* confirmed(client, 'WARNING! This will remove all stopped containers.'))) return 0;
	total(client, tellContainers(client));
	return 0;
};

export const pruneImagesVerb: Verb = function* (client) {
	const isAll = client.flags.isOn('all');
	const which = isAll
		? 'all images without at least one container associated to them'
		: 'all dangling images';
	if (!(yield* confirmed(client, `WARNING! This will remove ${which}.`))) return 0;
	total(client, tellImages(client, pruneImages(client.host, isAll)));
	return 0;
};

/** Containers, then networks, then (if asked for) volumes, images and the build cache. */
export const pruneSystemVerb: Verb = function* (client) {
	const { flags, host } = client;
	if (!(yield* confirmed(client, warning(client), false))) return 0;
	let bytes = tellContainers(client);
	const networks = pruneNetworks(host);
	if (networks.length)
		client.process.write(`Deleted Networks:\n${networks.map(({ name }) => name).join('\n')}\n\n`);
	if (flags.isOn('volumes')) {
		const { names, reclaimed } = pruneVolumes(host, !client.is26);
		if (names.length) client.process.write(`Deleted Volumes:\n${names.join('\n')}\n\n`);
		bytes += reclaimed;
	}
	bytes += tellImages(client, pruneImages(host, flags.isOn('all')));
	announce(host, 'builder', 'prune', '', { reclaimed: '0' });
	total(client, bytes);
	return 0;
};

function warning({ flags, is26 }: Client): string {
	const isAll = flags.isOn('all');
	const volumes = is26
		? 'all anonymous volumes not used by at least one container'
		: 'all volumes not used by at least one container';
	const lines = [
		'all stopped containers',
		'all networks not used by at least one container',
		...(flags.isOn('volumes') ? [volumes] : []),
		isAll ? 'all images without at least one container associated to them' : 'all dangling images',
		isAll ? 'all build cache' : is26 ? 'unused build cache' : 'all dangling build cache',
	];
	return `WARNING! This will remove:\n${lines.map((each) => `  - ${each}`).join('\n')}\n`;
}
