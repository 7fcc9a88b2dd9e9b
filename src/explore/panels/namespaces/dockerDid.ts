/** What a docker run did on this kind of host, told in sentences and sorted to the steps by hand. */
import type { ProfileName } from '#host/profile.ts';
import type { Lang } from '#i18n/lang.ts';
import { open } from '../../model.ts';
import { DOCKER, stepOf, type StepName } from './byHand.ts';

export type Did = ReadonlyMap<StepName | 'beyond', readonly string[]>;

const known = new Map<string, Promise<Did>>();

const told = async (lang: Lang, host: ProfileName): Promise<Did> => {
	const run = await open([DOCKER], lang, { host, detail: 'full', stops: false });
	const did = new Map<StepName | 'beyond', string[]>();
	run.timeline.beats.forEach(({ events }, i) => {
		const step = events.map(stepOf).find((each) => each !== undefined);
		if (!step) return;
		const said = did.get(step) ?? [];
		const sentence = run.sentence(i + 1);
		did.set(step, said.includes(sentence) ? said : [...said, sentence]);
	});
	return did;
};

export const dockerDid = (lang: Lang, host: ProfileName): Promise<Did> => {
	const key = `${lang} ${host}`;
	const found = known.get(key) ?? told(lang, host);
	known.set(key, found);
	return found;
};
