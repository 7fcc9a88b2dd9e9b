/**
 * The written form of a session: header lines `# key: value`, then `host$ CMD`, `outside$ CMD` and `sleep N`,
 * each continued by lines `> TEXT`. A line without a place is typed on the host.
 */
export type Place = 'host' | 'outside';

export type SessionStep =
	| { readonly at: Place; readonly cmd: string }
	| { readonly at: 'clock'; readonly cmd: string; readonly seconds: number };

export interface SessionFile {
	readonly headers: Readonly<Record<string, string>>;
	/** The only images in the store, or undefined for the usual ones. */
	readonly images: readonly string[] | undefined;
	readonly registry: boolean;
	readonly steps: readonly SessionStep[];
}

const header = /^#\s*([\w-]+):\s*(.*)$/;
const placed = /^(host|outside)\$ ?(.*)$/;
const wait = /^sleep\s+(\d+(?:\.\d+)?|\.\d+)\s*$/;

function stepOf(line: string): SessionStep {
	const waited = wait.exec(line);
	if (waited) return { at: 'clock', cmd: line.trim(), seconds: Number(waited[1]) };
	const [, at, cmd] = placed.exec(line) ?? [];
	return { at: at === 'outside' ? 'outside' : 'host', cmd: cmd ?? line };
}

const continued = (step: SessionStep, more: string): SessionStep => ({
	...step,
	cmd: `${step.cmd}\n${more}`,
});

function imagesOf(headers: Readonly<Record<string, string>>): readonly string[] | undefined {
	if (!Object.keys(headers).length) return undefined;
	const named = (headers['needs-images'] ?? 'busybox:latest').split(/[\s,]+/).filter(Boolean);
	return named.length === 1 && named[0] === 'none' ? [] : named;
}

export function parseSession(text: string): SessionFile {
	const headers: Record<string, string> = {};
	const steps: SessionStep[] = [];
	for (const line of text.split(/\r?\n/)) {
		const [, key, value] = (steps.length === 0 && header.exec(line)) || [];
		const last = steps.at(-1);
		if (key) headers[key] = value!.trim();
		else if (last && last.at !== 'clock' && /^>( |$)/.test(line))
			steps[steps.length - 1] = continued(last, line.slice(2));
		else if (line.trim() && !line.startsWith('#')) steps.push(stepOf(line));
	}
	return { headers, images: imagesOf(headers), registry: headers['needs-registry'] === 'yes', steps };
}

function stepText(step: SessionStep): string {
	if (step.at === 'clock') return step.cmd;
	return `${step.at}$ ${step.cmd.replaceAll('\n', '\n> ')}`;
}

export const sessionText = (steps: readonly SessionStep[]): string => steps.map(stepText).join('\n');
