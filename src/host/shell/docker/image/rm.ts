/** docker rmi (docker/cli: cli/command/image/remove.go). */
import { isEngineError } from '../../../engine/error.ts';
import { removeImage, type Deletion } from '../../../engine/removeImage.ts';
import type { Running } from '../../../process.ts';
import { refusalText, refused, type Client } from '../client.ts';

export const deletionText = (deletion: Deletion, isLower = false): string => {
	const text = 'untagged' in deletion ? `Untagged: ${deletion.untagged}` : `Deleted: ${deletion.deleted}`;
	return isLower ? text[0]!.toLowerCase() + text.slice(1) : text;
};

export function* rmVerb(client: Client): Running<number> {
	const { flags, host, args } = client;
	const force = flags.isOn('force');
	const problems: string[] = [];
	let isFatal = false;
	for (const name of args)
		try {
			const deletions = removeImage(host, name, { force, prunesParents: !flags.isOn('no-prune') });
			for (const each of deletions) client.say(deletionText(each));
		} catch (error) {
			problems.push(refusalText('image')(client, refused(error), name));
			isFatal ||= !(force && isEngineError(error, 'not found'));
		}
	for (const problem of problems) client.complain(problem);
	return isFatal ? 1 : 0;
}
