import type { ListItem, Nodes, Parents, PhrasingContent, Table } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { sentences } from './sentences.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => ESCAPES[char] ?? '');

const SAFE_URL = /^(?:https?:\/\/|mailto:|\.{0,2}\/|[\w-]+\.md(?:#|$)|[\w-]+\/(?:$|[\w#]))/;

/** `#link:docker0+rule:nat/DOCKER/1` names parts of the picture; other addresses lead somewhere. */
export function tiedKeys(url: string): string[] {
	if (!/^#[a-z]+:/.test(url)) return [];
	return decoded(url.slice(1)).split('+').filter(Boolean);
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** Every key that a piece of text names. */
export function keysIn(node: Nodes): string[] {
	const own = node.type === 'link' ? tiedKeys(node.url) : [];
	return 'children' in node ? [...own, ...node.children.flatMap(keysIn)] : own;
}

const inside = (node: Parents): string => node.children.map(html).join('');
const keysAttribute = (keys: readonly string[]): string => `data-keys="${escaped(keys.join('+'))}"`;
const noteAddress = (url: string): string => url.replace(/^([\w-]+)\.md/, '../$1/');

function link(node: Extract<Nodes, { type: 'link' }>): string {
	const keys = tiedKeys(node.url);
	if (keys.length > 0)
		return `<span class="tie" role="button" tabindex="0" ${keysAttribute(keys)}>${inside(node)}</span>`;
	if (!SAFE_URL.test(node.url)) return inside(node);
	const rel = /^https?:/.test(node.url) ? ' rel="external noopener noreferrer"' : '';
	return `<a href="${escaped(noteAddress(node.url))}"${rel}>${inside(node)}</a>`;
}

function sentence(content: readonly PhrasingContent[]): string {
	const text = content.map(html).join('');
	const keys = [...new Set(content.flatMap(keysIn))];
	return keys.length > 0 ? `<span class="sentence" ${keysAttribute(keys)}>${text}</span>` : text;
}

const prose = (content: readonly PhrasingContent[]): string => sentences(content).map(sentence).join('');

function item(node: ListItem): string {
	const parts = node.children.map((child) =>
		child.type === 'paragraph' ? prose(child.children) : html(child),
	);
	return `<li>${parts.join('')}</li>`;
}

function table(node: Table): string {
	const [head, ...rows] = node.children.map((row) => row.children.map((cell) => prose(cell.children)));
	const line = (cells: readonly string[], tag: string): string =>
		`<tr>${cells.map((cell) => (tag === 'th' ? `<th scope="col">${cell}</th>` : `<td>${cell}</td>`)).join('')}</tr>`;
	return `<div class="table" role="group" tabindex="0"><table><thead>${line(head ?? [], 'th')}</thead><tbody>${rows
		.map((row) => line(row, 'td'))
		.join('')}</tbody></table></div>`;
}

/** HTML of one node, everything in it escaped: HTML in a note is text. */
export function html(node: Nodes): string {
	switch (node.type) {
		case 'text':
		case 'html':
			return escaped(node.value);
		case 'inlineCode':
			return `<code>${escaped(node.value)}</code>`;
		case 'code':
			return `<pre tabindex="0"><code>${escaped(node.value)}</code></pre>`;
		case 'paragraph':
			return `<p>${prose(node.children)}</p>`;
		case 'strong':
			return `<strong>${inside(node)}</strong>`;
		case 'emphasis':
			return `<em>${inside(node)}</em>`;
		case 'delete':
			return `<del>${inside(node)}</del>`;
		case 'break':
			return '<br>';
		case 'link':
			return link(node);
		case 'image':
			return `<em>${escaped(node.alt ?? '')}</em>`;
		case 'list':
			return node.ordered
				? `<ol${node.start && node.start !== 1 ? ` start="${node.start}"` : ''}>${node.children.map(item).join('')}</ol>`
				: `<ul>${node.children.map(item).join('')}</ul>`;
		case 'blockquote':
			return `<blockquote>${inside(node)}</blockquote>`;
		case 'thematicBreak':
			return '<hr>';
		case 'table':
			return table(node);
		default:
			return 'children' in node ? inside(node as Parents) : escaped(toString(node));
	}
}

export const headingHtml = (depth: number, id: string, content: string): string =>
	`<h${depth} id="${escaped(id)}">${content}</h${depth}>`;
