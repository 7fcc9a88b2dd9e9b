/** Any note is a deck as it stands: a section that runs nothing is one moment, every fence a stretch of beats. */
import { linesOf, runOf, type Block, type Fence, type Note } from '#notes/note.ts';
import type { Deck, Stop } from './deck.ts';
import { deckText } from './deckText.ts';
import { isSceneName, type SceneName } from './sceneName.ts';

type Piece =
	| { readonly kind: 'heading'; readonly text: string }
	| { readonly kind: 'words'; readonly text: string }
	| { readonly kind: 'fence'; readonly fence: Fence };

const HEADING = /(<h[2-6] id="[^"]*">.*?<\/h[2-6]>)/s;

function pieces(block: Block): Piece[] {
	if (block.kind === 'fence') return [{ kind: 'fence', fence: block }];
	if (block.kind === 'aside') return block.blocks.flatMap(pieces);
	return block.html
		.split(HEADING)
		.map((html): Piece => ({ kind: HEADING.test(html) ? 'heading' : 'words', text: deckText(html) }))
		.filter((piece) => piece.kind === 'fence' || piece.text !== '');
}

type Section = { readonly title: string; readonly words: string[]; readonly fences: Shown[] };
/** A fence and what is written about it: until the next one. */
type Shown = { readonly fence: Fence; readonly words: string[] };

function sections(note: Note): Section[] {
	const all: Section[] = [{ title: note.meta.title, words: [], fences: [] }];
	for (const piece of note.blocks.flatMap(pieces)) {
		const last = all.at(-1) as Section;
		if (piece.kind === 'heading') all.push({ title: piece.text, words: [], fences: [] });
		else if (piece.kind === 'fence') last.fences.push({ fence: piece.fence, words: [] });
		else (last.fences.at(-1) ?? last).words.push(piece.text);
	}
	return all.filter(({ words, fences }) => words.length + fences.length > 0);
}

type Look = { readonly scene: SceneName; readonly face?: string };

/** The picture goes on until a fence names another. */
function lookOf({ scene, face }: Fence, before: Look): Look {
	if (!isSceneName(scene)) return before;
	return face === undefined ? { scene } : { scene, face };
}

export function deckOf(note: Note): Deck {
	let run: readonly string[] = [];
	let look: Look = { scene: isSceneName(note.meta.scene) ? note.meta.scene : 'network' };
	const stops: Stop[] = [];
	for (const { title, words, fences } of sections(note)) {
		if (fences.length === 0) stops.push({ title, run, at: 'end', ...look, note: said(words) });
		fences.forEach(({ fence, words: after }, index) => {
			run = runOf(note, fence.index);
			look = lookOf(fence, look);
			stops.push({
				title: index === 0 ? title : `${title} (${index + 1})`,
				run,
				before: run.length - linesOf(fence).length,
				at: 'end',
				...look,
				note: said(index === 0 ? [...words, ...after] : after),
			});
		});
	}
	return { name: `${note.meta.section} ${note.meta.title}`.trim(), stops };
}

const said = (words: readonly string[]): string => words.join('\n\n');

type Seen = Pick<Stop, 'run' | 'host' | 'scene' | 'face'>;

/** What was typed is a deck as well: every line a stop. */
export function deckOfRun(name: string, { run, ...seen }: Seen): Deck {
	const stops = run.map((line, index): Stop => ({
		title: line.replace(/\n[^]*$/, ' …'),
		run: run.slice(0, index + 1),
		before: index,
		at: 'end',
		...seen,
		note: '',
	}));
	return { name, stops: stops.length > 0 ? stops : [{ title: name, run, at: 0, ...seen, note: '' }] };
}
