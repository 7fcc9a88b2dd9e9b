/** docker history (moby: daemon/images/image_history.go). */
import { imageFound } from '../../../engine/reference.ts';
import type { Running } from '../../../process.ts';
import { fromDaemon, refused, type Client } from '../client.ts';
import { historyFormat, historyHeaders, historyRow, type HistoryItem } from '../format/images.ts';
import { printedRows } from '../format/rows.ts';
import { printed } from '../printed.ts';

export function* historyVerb(client: Client): Running<number> {
	const { flags, host, version } = client;
	const isHuman = flags.isOn('human');
	const isShort = !flags.isOn('no-trunc');
	const format = historyFormat(flags.text('format'), flags.isOn('quiet'), isHuman);
	const shown = { version, isHuman, isShort, now: host.state.clock.now };
	const rows = items(client).map((item) => historyRow(item, shown));
	return printed(client, printedRows({ version, format, headers: historyHeaders, rows }));
}

/** The newest first; those that were images of their own here go by their ids. */
function items(client: Client): HistoryItem[] {
	const { host } = client;
	let image = found(client);
	const lines = [...image.history].reverse();
	const ids: string[] = [];
	for (;;) {
		ids.push(`sha256:${image.id}`);
		const parent = host.state.engine.images.get(image.parent);
		if (!parent) break;
		image = parent;
	}
	return lines.map(({ created, createdBy, size, comment }, i) => ({
		ID: ids[i] ?? '<missing>',
		Created: created,
		CreatedBy: createdBy,
		Size: size,
		Comment: comment,
	}));
}

function found(client: Client) {
	try {
		return imageFound(client.host, client.args[0]!);
	} catch (error) {
		return client.fail(fromDaemon(refused(error)));
	}
}
