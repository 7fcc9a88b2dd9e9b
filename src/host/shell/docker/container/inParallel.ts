/** Some verbs ask for all their containers at once and tell the outcomes in order (docker/cli: cli/command/container/utils.go parallelOperation). */
import { atOnce } from '../../../engine/background.ts';
import type { Running } from '../../../process.ts';
import { fromDaemon, refused, type Client } from '../client.ts';

export function* inParallel(
	client: Client,
	work: (name: string) => Running<void>,
	problem: (client: Client, error: unknown, name: string) => string = (_, error) => fromDaemon(error),
	statusOf: (error: unknown) => number = () => 1,
): Running<number> {
	const outcomes = yield* atOnce(client.host, client.args, work);
	const problems: string[] = [];
	let status = 0;
	outcomes.forEach(({ error }, i) => {
		if (error === undefined) return client.say(client.args[i]!);
		problems.push(problem(client, refused(error), client.args[i]!));
		status = Math.max(status, statusOf(error));
	});
	for (const text of problems) client.complain(text);
	return status;
}
