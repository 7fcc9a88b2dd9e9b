import { tagImage } from '../../../engine/commit.ts';
import { imageFound, referenceProblem } from '../../../engine/reference.ts';
import type { Running } from '../../../process.ts';
import type { Client } from '../client.ts';

/** docker tag SOURCE TARGET: the client looks at the target first (docker/docker: client/image_tag.go). */
export function* tagVerb(client: Client): Running<number> {
	const [source = '', target = ''] = client.args;
	const problem = referenceProblem(client.host, target);
	if (problem) client.fail(`Error parsing reference: "${target}" is not a valid repository/tag: ${problem}`);
	tagImage(client.host, imageFound(client.host, source).id, target);
	return 0;
}
