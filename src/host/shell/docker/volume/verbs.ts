/** docker volume COMMAND (docker/cli: cli/command/volume). */
import type { Volume } from '../../../engine/volume.ts';
import { removeVolume, volumeFor, volumeUsers } from '../../../engine/volumes.ts';
import { pruneVolumes } from '../../../engine/pruneVolumes.ts';
import type { Running } from '../../../process.ts';
import { forEachArgument, refusalText, type Client, type Verb } from '../client.ts';
import { checkFilters, filtersOf, hasLabel, isMatch } from '../container/filtered.ts';
import { pairs } from '../container/spec.ts';
import { confirmed } from '../confirmed.ts';
import { volumeFormat, volumeHeaders, volumeRow } from '../format/networks.ts';
import { printedRows } from '../format/rows.ts';
import { humanSize } from '../go/humanUnits.ts';
import { printed } from '../printed.ts';

export const createVerb: Verb = function* (client) {
	const { flags, args, host } = client;
	const name = args[0] ?? flags.text('name');
	const { name: made } = volumeFor(host, {
		...(name && { name }),
		driver: flags.text('driver') || 'local',
		labels: pairs(flags.list('label')),
		options: pairs(flags.list('opt')),
		isAskedFor: true,
	});
	client.say(made);
	return 0;
};

export const rmVerb: Verb = (client) =>
	forEachArgument(
		client,
		function* (name) {
			const isForced = client.flags.isOn('force');
			if (isForced && !client.host.state.engine.volumes.has(name)) return;
			removeVolume(client.host, name);
		},
		refusalText('volume'),
	);

const known = ['dangling', 'driver', 'name', 'label'];

function isWanted({ host, flags }: Client, { name, driver, labels }: Volume): boolean {
	const filters = filtersOf(flags.list('filter'));
	checkFilters(host, filters, known);
	const tests: Readonly<Record<string, (value: string) => boolean>> = {
		dangling: (value) => (volumeUsers(host.state, name).length === 0) === ['true', '1'].includes(value),
		driver: (value) => driver === value,
		name: (value) => isMatch(value, name),
		label: (value) => hasLabel(labels, value),
	};
	return [...filters].every(([key, values]) => values.some((value) => tests[key]!(value)));
}

export const listedVolume = ({ name, driver, mountpoint, labels }: Volume) => ({
	Name: name,
	Driver: driver,
	Scope: 'local',
	Mountpoint: mountpoint,
	Labels: labels,
});

export const lsVerb: Verb = function* (client): Running<number> {
	const { flags, host, version } = client;
	const format = volumeFormat(flags.text('format'), flags.isOn('quiet'));
	const rows = host.state.engine.volumes
		.filter((volume) => isWanted(client, volume))
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.map((volume) => volumeRow(listedVolume(volume), version));
	return printed(client, printedRows({ version, format, headers: volumeHeaders(version), rows }));
};

export const pruneVerb: Verb = function* (client) {
	const isAll = !client.is26 || client.flags.isOn('all');
	const which = client.is26 && !isAll ? 'anonymous local' : 'local';
	const warning = `WARNING! This will remove ${which} volumes not used by at least one container.`;
	if (!(yield* confirmed(client, client.is26 ? warning : warning.replace('remove', 'remove all')))) return 0;
	const { names, reclaimed } = pruneVolumes(client.host, isAll);
	if (names.length) client.process.write(`Deleted Volumes:\n${names.join('\n')}\n\n`);
	client.say(`Total reclaimed space: ${humanSize(reclaimed)}`);
	return 0;
};
