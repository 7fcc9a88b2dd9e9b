import { isErrno } from '../../kernel/errno.ts';
import { writeFile } from '../../kernel/files.ts';
import type { Client } from './client.ts';

/** An archive goes to the file of -o, or to standard output. */
export function delivered(client: Client, text: string): number {
	const output = client.flags.text('output');
	if (!output) {
		client.process.write(text);
		return 0;
	}
	try {
		writeFile(client.host, client.process.pid, output, text, { mode: 0o600 });
		return 0;
	} catch (error) {
		if (!isErrno(error)) throw error;
		const what = client.invocation.name.includes('export') ? 'export container' : 'save image';
		const parent = output.replace(/\/?[^/]*$/, '') || (output.startsWith('/') ? '/' : '.');
		return client.fail(`failed to ${what}: invalid output path: directory "${parent}" does not exist`);
	}
}
