import type { Place, SessionFile } from './sessionFile.ts';

/** The form of a recorded or simulated session, as tests/recordings/README.md describes it. */
export interface Recording {
	readonly id: string;
	readonly title?: string;
	readonly concept?: string;
	readonly note?: string;
	readonly images?: readonly string[];
	readonly registry?: boolean;
	readonly ids?: Readonly<Record<string, string>>;
	readonly racy?: readonly number[];
	readonly steps: readonly RecordedStep[];
}

export interface RecordedStep {
	readonly at: Place | 'clock';
	readonly cmd: string;
	readonly stdout: string;
	readonly stderr: string;
	readonly exit: number;
	readonly events?: readonly RecordedEvent[];
}

/** An event of `docker events`, with the attributes worth comparing. */
export interface RecordedEvent {
	readonly Type: string;
	readonly Action: string;
	readonly id?: string;
	readonly name?: string;
	readonly [attribute: string]: string | undefined;
}

export interface Answer {
	readonly stdout: string;
	readonly stderr: string;
	readonly exit: number;
	readonly events: readonly RecordedEvent[];
}

/** What a session of the model offers: one shell in each place, and time that passes. */
export interface Shells {
	run(step: { readonly at: Place; readonly cmd: string }): Answer;
	/** The events of the time that passed. */
	sleep(seconds: number): readonly RecordedEvent[];
}

const silent = { stdout: '', stderr: '', exit: 0 };

export function recordedSteps(file: SessionFile, shells: Shells): RecordedStep[] {
	return file.steps.map((step) => {
		const { at, cmd } = step;
		if (step.at === 'clock') return { at, cmd, ...silent, events: shells.sleep(step.seconds) };
		const { stdout, stderr, exit, events } = shells.run(step);
		return { at, cmd, stdout, stderr, exit, events };
	});
}

export function recordingOf(id: string, file: SessionFile, shells: Shells): Recording {
	const { title = '', concept = '', note = '' } = file.headers;
	const { images = [], registry } = file;
	return { id, title, concept, note, images, registry, steps: recordedSteps(file, shells) };
}

const tagged = (tag: string, text: string): string[] =>
	text
		? text
				.replace(/\n$/, '')
				.split('\n')
				.map((line) => tag + line)
		: [];

/** A step as a reader sees it: the command, what it printed (stderr after `2| `), and its exit code if not 0. */
export function stepTranscript(step: RecordedStep): string {
	if (step.at === 'clock') return step.cmd;
	const exit = step.exit ? [`[exit ${step.exit}]`] : [];
	const command = `${step.at}$ ${step.cmd.replaceAll('\n', '\n> ')}`;
	return [command, ...tagged('', step.stdout), ...tagged('2| ', step.stderr), ...exit].join('\n');
}
