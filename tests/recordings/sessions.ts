import { readdirSync, readFileSync } from 'node:fs';
import { loadAll } from '#host/late.ts';
import { recordingOf, type Recording } from '#host/recording.ts';
import { openSession } from '#host/session.ts';
import { parseSession } from '#host/sessionFile.ts';
import { compare, type Comparison } from './compare.ts';

await loadAll();

export const profiles = ['docker26-cgroup2', 'docker20-cgroup1'] as const;
export type Profile = (typeof profiles)[number];

const folder = (profile: Profile): URL => new URL(`${profile}/`, import.meta.url);

export const sessionIds = (profile: Profile): string[] =>
	readdirSync(folder(profile))
		.filter((file) => file.endsWith('.json'))
		.map((file) => file.replace('.json', ''))
		.sort();

export const recorded = (profile: Profile, id: string): Recording =>
	JSON.parse(readFileSync(new URL(`${id}.json`, folder(profile)), 'utf8'));

export function simulated(profile: Profile, id: string): Recording {
	const file = parseSession(readFileSync(new URL(`sessions/${id}.session`, folder(profile)), 'utf8'));
	const { images, registry } = file;
	return recordingOf(id, file, openSession({ profile, images, registry }));
}

export interface Verdict extends Comparison {
	readonly id: string;
	/** Why the model could not run the session to its end. */
	readonly failure?: string;
}

/** The model against the recording; a session that breaks the model counts as no step equal. */
export function verdict(profile: Profile, id: string, { events = false } = {}): Verdict {
	const ours = recorded(profile, id);
	try {
		return { id, ...compare(ours, simulated(profile, id), { events }) };
	} catch (error) {
		return { id, failure: (error as Error).stack ?? String(error), ...compare(ours, { id, steps: [] }) };
	}
}
