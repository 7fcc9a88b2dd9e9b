/** docker pull and docker push (docker/cli: cli/command/image/{pull,push}.go). */
import { pullImage } from '../../../engine/pull.ts';
import { pushImage } from '../../../engine/push.ts';
import { messageOf } from '../../../engine/error.ts';
import { parseReference, referenceProblem, tagged, type Reference } from '../../../engine/reference.ts';
import type { Running } from '../../../process.ts';
import { fromDaemon, refused, type Client } from '../client.ts';
import { trustProblem } from '../contentTrust.ts';

function asked(client: Client): Reference {
	const [name = ''] = client.args;
	const problem = referenceProblem(client.host, name);
	if (problem) client.fail(problem);
	const reference = parseReference(client.host, name);
	const isAll = client.flags.isOn('all-tags');
	if (isAll && (reference.tag || reference.digest)) client.fail("tag can't be used with --all-tags/-a");
	if (isAll || reference.tag || reference.digest) return reference;
	if (!client.flags.isOn('quiet')) client.say('Using default tag: latest');
	return { ...reference, tag: 'latest' };
}

const canonical = ({ domain, path, tag, digest }: Reference, isAll: boolean): string =>
	`${domain}/${path}${isAll ? '' : digest ? `@${digest}` : `:${tag}`}`;

export function* pullVerb(client: Client): Running<number> {
	const { flags, host } = client;
	const reference = asked(client);
	const isAll = flags.isOn('all-tags');
	const say = flags.isOn('quiet') ? () => {} : (line: string) => client.say(line);
	const untrusted = trustProblem(client, tagged(reference));
	if (untrusted) client.fail(untrusted);
	yield* pullImage(host, isAll ? reference.repository : tagged(reference), say, isAll);
	client.say(canonical(reference, isAll));
	return 0;
}

export function* pushVerb(client: Client): Running<number> {
	const { flags, host } = client;
	const reference = asked(client);
	const isQuiet = flags.isOn('quiet');
	const say = isQuiet ? () => {} : (line: string) => client.say(line);
	try {
		yield* pushImage(host, tagged(reference), flags.isOn('all-tags'), say);
	} catch (error) {
		const text = messageOf(refused(error));
		client.fail(
			/^(An image|tag) does not exist/.test(text)
				? text
				: fromDaemon(error).replace(/^Error response from daemon: Get/, 'Get'),
		);
	}
	if (isQuiet) client.say(canonical(reference, false));
	return 0;
}
