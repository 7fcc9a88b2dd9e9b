/** Which deck an address asks for: one it carries, one that is kept, that of a note, or what was typed on a scene's page. */
import { EXAMPLES } from '#explore/examples.ts';
import type { Lang } from '#i18n/lang.ts';
import { noteOf } from '#i18n/notes.ts';
import type { Deck } from '#share/deck.ts';
import type { DeckFault, ReadDeck } from '#share/deckFile.ts';
import { deckIn } from '#share/deckLink.ts';
import { deckOf, deckOfRun } from '#share/deckOf.ts';
import { browserShelf, shelvedDeck } from '#share/deckShelf.ts';
import { askedMoment, type At } from '#share/moment.ts';
import { isSceneName, type SceneName } from '#share/sceneName.ts';

export type Asked =
	| { readonly deck: Deck; readonly index: number; readonly at?: At | undefined }
	| { readonly fault: DeckFault | 'gone' };

type From = { readonly search: URLSearchParams; readonly hash: string; readonly lang: Lang };

/** Nothing where the address asks for none. */
export async function askedLecture(from: From): Promise<Asked | undefined> {
	const carried = await deckIn(from.hash);
	if (carried) return begun(carried, from.search);
	const { search, lang } = from;
	const kept = search.get('deck');
	if (kept !== null) return begun(shelvedDeck(browserShelf(), kept) ?? 'gone', search);
	const slug = search.get('note');
	if (slug !== null) return ofNote(lang, slug, search);
	return search.has('scene') || search.has('run') ? ofRun(search) : undefined;
}

function begun(
	read: ReadDeck | { readonly deck?: Deck; readonly fault?: DeckFault } | 'gone',
	search: URLSearchParams,
): Asked {
	if (read === 'gone') return { fault: 'gone' };
	if ('deck' in read && read.deck) return { deck: read.deck, index: stopIn(search, read.deck) };
	return { fault: 'fault' in read && read.fault ? read.fault : 'gone' };
}

/** `&stop=3`, as people count. */
function stopIn(search: URLSearchParams, { stops }: Deck): number {
	const number = Number(search.get('stop') ?? 1);
	return Number.isInteger(number) && stops[number - 1] ? number - 1 : 0;
}

async function ofNote(lang: Lang, slug: string, search: URLSearchParams): Promise<Asked> {
	const note = await noteOf(lang, slug);
	if (!note) return { fault: 'gone' };
	const deck = deckOf(note);
	const { run, at } = askedMoment(search);
	const index = run ? deck.stops.findIndex((stop) => stop.before !== undefined && isSame(stop.run, run)) : -1;
	return index === -1 ? { deck, index: stopIn(search, deck) } : { deck, index, at };
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n');

function ofRun(search: URLSearchParams): Asked {
	const asked = search.get('scene');
	const scene: SceneName = isSceneName(asked) ? asked : 'network';
	const face = search.get('face');
	const { run = EXAMPLES[scene], at, host } = askedMoment(search);
	const deck = deckOfRun(run[0] ?? scene, {
		run,
		scene,
		...(face === null ? {} : { face }),
		...(host === undefined ? {} : { host }),
	});
	return { deck, index: 0, at };
}
