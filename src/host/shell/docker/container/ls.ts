/** docker ps (docker/cli: cli/command/container/list.go). */
import { isRunning } from '../../../engine/status.ts';
import type { Running } from '../../../process.ts';
import type { Client } from '../client.ts';
import { printedContainers, usesSize } from '../format/containers.ts';
import { printed } from '../printed.ts';
import { filtered, filtersOf } from './filtered.ts';
import { listed } from './listed.ts';

export function* lsVerb(client: Client): Running<number> {
	const { flags, host } = client;
	const last = flags.isOn('latest') ? 1 : flags.isSet('last') ? flags.number('last') : -1;
	const filters = filtersOf(flags.list('filter'));
	const isAll = flags.isOn('all') || last > 0 || filters.has('status') || filters.has('exited');
	const newest = [...host.state.engine.containers.values()].reverse();
	const found = filtered(host, newest, filters).filter((each) => isAll || isRunning(each));
	const shown = last > 0 ? found.slice(0, last) : found;
	const format = flags.text('format');
	const hasSize = flags.isOn('size');
	return printed(
		client,
		printedContainers({
			version: client.version,
			format,
			isQuiet: flags.isOn('quiet'),
			isShort: !flags.isOn('no-trunc'),
			hasSize,
			now: host.state.clock.now,
			containers: shown.map((each) => listed(host.state, each, hasSize || usesSize(format))),
		}),
	);
}
