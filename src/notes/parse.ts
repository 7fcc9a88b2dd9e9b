import GithubSlugger from 'github-slugger';
import type { Code, Heading as HeadingNode, Root, RootContent } from 'mdast';
import { directiveFromMarkdown } from 'mdast-util-directive';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { toString } from 'mdast-util-to-string';
import { directive } from 'micromark-extension-directive';
import { gfmTable } from 'micromark-extension-gfm-table';
import { headingHtml, html, keysIn } from './html.ts';
import { meta } from './meta.ts';
import type { Block, Fence, Heading, Note, Place } from './note.ts';

type Reading = { readonly slugger: GithubSlugger; readonly toc: Heading[]; fences: number };

/** Directives only as blocks: `nginx:latest` and `10:30` in a sentence are words. */
function tree(body: string): Root {
	const { flow } = directive();
	return fromMarkdown(body, {
		extensions: [gfmTable(), flow ? { flow } : {}],
		mdastExtensions: [gfmTableFromMarkdown(), directiveFromMarkdown()],
	});
}

/** One command per line; one that ends in a backslash goes on in the next, one that begins with `> ` in the one above. */
function commands(code: string): string[] {
	const lines = code
		.replace(/[ \t]*\\\r?\n[ \t]*/g, ' ')
		.replace(/\r?\n(?=> )/g, '\u2028')
		.split(/\r?\n/);
	return lines
		.map((line) => line.trim().replaceAll('\u2028', '\n'))
		.filter((line) => line !== '' && !line.startsWith('#'));
}

const isPlace = (info: string | null | undefined): info is Place => info === 'host' || info === 'outside';

/** `scene=layers face=build` behind a fence's place. */
const said = (info: string | null | undefined): Readonly<Record<string, string | undefined>> =>
	Object.fromEntries(
		[...(info ?? '').matchAll(/(?:^|\s)(scene|face)=(\S+)/g)].map(([, key, value]) => [key, value]),
	);

function fence(node: Code, place: Place, reading: Reading): Fence {
	const { scene, face } = said(node.meta);
	return {
		kind: 'fence',
		index: reading.fences++,
		place,
		...(scene ? { scene } : {}),
		...(face ? { face } : {}),
		commands: commands(node.value),
	};
}

function heading(node: HeadingNode, reading: Reading): string {
	const depth = Math.max(node.depth, 2);
	const id = reading.slugger.slug(toString(node)) || reading.slugger.slug('section');
	reading.toc.push({ id, text: toString(node), depth });
	return headingHtml(depth, id, node.children.map(html).join(''));
}

function block(node: RootContent, reading: Reading): Block {
	if (node.type === 'code' && isPlace(node.lang)) return fence(node, node.lang, reading);
	if (node.type === 'containerDirective')
		return { kind: 'aside', name: node.name, blocks: blocks(node.children, reading) };
	return { kind: 'prose', html: node.type === 'heading' ? heading(node, reading) : html(node) };
}

function joined(all: readonly Block[]): Block[] {
	return all.reduce<Block[]>((done, next) => {
		const last = done.at(-1);
		if (last?.kind !== 'prose' || next.kind !== 'prose') return [...done, next];
		return [...done.slice(0, -1), { kind: 'prose', html: last.html + next.html }];
	}, []);
}

function blocks(nodes: readonly RootContent[], reading: Reading): Block[] {
	return joined(nodes.map((node) => block(node, reading)));
}

/** Markdown, of the site or of a reader, to a note; any text is a note. */
export function parse(source: string): Note {
	const { meta: head, body } = meta(source);
	const root = tree(body);
	const reading: Reading = { slugger: new GithubSlugger(), toc: [], fences: 0 };
	const shown = root.children.filter((node) => !(node.type === 'heading' && node.depth === 1));
	const read = blocks(shown, reading);
	return { meta: head, toc: reading.toc, blocks: read, keys: [...new Set(keysIn(root))] };
}
