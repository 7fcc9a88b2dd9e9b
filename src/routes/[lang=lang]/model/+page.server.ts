import { aboutModel } from '#i18n/aboutModel.ts';
import { LANGS } from '#i18n/lang.ts';
import floor from '../../../../tests/recordings/floor.json';
import type { EntryGenerator, PageServerLoad } from './$types';

export const entries: EntryGenerator = () => LANGS.map((lang) => ({ lang }));

const counts = new Map(
	Object.entries(floor).flatMap(([profile, { equal, total }]) => [
		[`${profile}.equal`, equal],
		[`${profile}.total`, total],
	]),
);

/** `{docker26-cgroup2.equal}`: how many recorded steps the model gets right. */
function counted(html: string, lang: string): string {
	return html.replace(/\{([\w-]+\.\w+)\}/g, (_, name: string) => {
		const count = counts.get(name);
		if (count === undefined) throw new Error(`no count named ${name}`);
		return count.toLocaleString(lang);
	});
}

export const load: PageServerLoad = async ({ params: { lang } }) => {
	const { meta, blocks } = await aboutModel(lang);
	const html = blocks.map((block) => (block.kind === 'prose' ? block.html : '')).join('');
	return { meta, html: counted(html, lang) };
};
