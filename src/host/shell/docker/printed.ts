import type { Client } from './client.ts';
import type { Printed } from './format/inspect.ts';

/** Writes what a format came to, and answers its exit code. */
export function printed(client: Client, { stdout, stderr, exit }: Printed): number {
	client.process.write(stdout);
	client.process.error(stderr);
	return exit;
}
