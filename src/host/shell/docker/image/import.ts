/** docker import: a tree becomes an image of one layer, without command or history (moby: daemon/images/image_import.go). */
import { announceImage } from '../../../engine/announce.ts';
import { addImage, tagImage } from '../../../engine/commit.ts';
import { emptyConfig } from '../../../engine/defaults.ts';
import { changedConfig } from '../../../engine/instructions.ts';
import { referenceProblem } from '../../../engine/reference.ts';
import { isErrno } from '../../../kernel/errno.ts';
import { content } from '../../../kernel/files.ts';
import type { Running } from '../../../process.ts';
import { treeOfArchive } from '../../archive.ts';
import type { Client } from '../client.ts';

export function* importVerb(client: Client): Running<number> {
	const { flags, host, args } = client;
	const [source = '', name = ''] = args;
	const problem = name && referenceProblem(host, name);
	if (problem) client.fail(problem);
	if (/^https?:\/\//.test(source)) return unreachable(client, source);
	const tree = treeOfArchive(source === '-' ? yield* client.process.readAll() : read(client, source));
	if (!tree) return client.fail('Error response from daemon: archive/tar: invalid tar header');
	const config = changedConfig(host, emptyConfig, flags.list('change'));
	const comment = flags.text('message') || `Imported from ${/^https?:/.test(source) ? source : '-'}`;
	const image = addImage(host, undefined, {
		name,
		author: '',
		comment,
		config,
		createdBy: '',
		tree,
		isEmpty: false,
	});
	if (name) tagImage(host, image.id, name);
	announceImage(host, `sha256:${image.id}`, 'import', `sha256:${image.id}`);
	client.say(`sha256:${image.id}`);
	return 0;
}

/** dockerd fetches it itself, and there is no way to the internet. */
function unreachable(client: Client, url: string): never {
	const [, server = ''] = /^https?:\/\/([^/:]+)/.exec(url) ?? [];
	return client.fail(
		`Error response from daemon: Get "${url}": dial tcp: lookup ${server} on 203.0.113.50:53: no such host`,
	);
}

function read(client: Client, path: string): string {
	try {
		return content(client.host.state, client.process.pid, path);
	} catch (error) {
		if (!isErrno(error)) throw error;
		return client.fail(`open ${path}: ${error.message.toLowerCase()}`);
	}
}
