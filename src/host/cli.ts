/** npm run -s host -- [--profile NAME] [--json] [FILE]: runs a session of a file, or of standard input, in the model. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { loadAll } from './late.ts';
import { recordingOf, stepTranscript } from './recording.ts';
import { openSession } from './session.ts';
import { parseSession } from './sessionFile.ts';

const usage = 'usage: npm run -s host -- [--profile docker26-cgroup2|docker20-cgroup1] [--json] [FILE]';
const profiles = ['docker26-cgroup2', 'docker20-cgroup1'] as const;

function fail(reason: string): never {
	process.stderr.write(`${reason}\n${usage}\n`);
	process.exit(2);
}

function asked() {
	try {
		const options = { profile: { type: 'string', default: profiles[0] }, json: { type: 'boolean' } } as const;
		return parseArgs({ options, allowPositionals: true });
	} catch (error) {
		return fail((error as Error).message);
	}
}

function textOf(file: string | undefined): string {
	try {
		return readFileSync(file ?? 0, 'utf8');
	} catch (error) {
		return fail((error as Error).message);
	}
}

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', () => process.exit());

await loadAll();
const { values, positionals } = asked();
if (positionals.length > 1) fail('one session at a time');
const profile =
	profiles.find((name) => name === values.profile) ?? fail(`no such profile: ${values.profile}`);
const [path] = positionals;
const file = parseSession(textOf(path));
const id = path ? basename(path).replace(/\.session$/, '') : 'stdin';
const { images, registry } = file;
const recording = recordingOf(id, file, openSession({ profile, images, registry }));
if (values.json) process.stdout.write(`${JSON.stringify(recording, null, '\t')}\n`);
else for (const step of recording.steps) process.stdout.write(`${stepTranscript(step)}\n`);
