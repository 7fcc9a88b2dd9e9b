/** An SVG that stands alone: what the page's style sheets say of each element is written on the element itself. */
import type { Size } from '#stage/mark.ts';

/** Properties that go down to an element's children: written only where they change. */
const INHERITED = [
	'fill',
	'fill-opacity',
	'stroke',
	'stroke-width',
	'stroke-dasharray',
	'stroke-linecap',
	'stroke-linejoin',
	'stroke-opacity',
	'font-family',
	'font-size',
	'font-weight',
	'font-style',
	'text-anchor',
	'dominant-baseline',
	'letter-spacing',
	'paint-order',
	'visibility',
] as const;
/** Properties of one element alone, with what they are where nothing is said. */
const OWN = { opacity: '1', 'text-decoration-line': 'none' } as const;
const GONE = ['class', 'role', 'tabindex', 'aria-hidden'];

type Said = Readonly<Record<string, string>>;
const INITIAL: Said = {
	fill: 'rgb(0, 0, 0)',
	'fill-opacity': '1',
	stroke: 'none',
	'stroke-width': '1px',
	'stroke-dasharray': 'none',
	'stroke-linecap': 'butt',
	'stroke-linejoin': 'miter',
	'stroke-opacity': '1',
	'font-style': 'normal',
	'text-anchor': 'start',
	'dominant-baseline': 'auto',
	'letter-spacing': 'normal',
	'paint-order': 'normal',
	visibility: 'visible',
};

function write(from: Element, to: Element, above: Said): void {
	const style = getComputedStyle(from);
	if (style.display === 'none') return to.remove();
	const own: Record<string, string> = {};
	for (const name of GONE) to.removeAttribute(name);
	for (const name of INHERITED) {
		const value = style.getPropertyValue(name);
		own[name] = value;
		if (value === above[name]) to.removeAttribute(name);
		else to.setAttribute(name, value);
	}
	for (const [name, usual] of Object.entries(OWN)) {
		const value = style.getPropertyValue(name);
		if (value !== usual) to.setAttribute(name.replace('-line', ''), value);
	}
	const copies = [...to.children];
	for (const [index, child] of [...from.children].entries()) {
		const copy = copies[index];
		if (copy && child.tagName !== 'title') write(child, copy, own);
	}
}

/** Svelte's marks between elements say nothing outside the page. */
function withoutComments(element: Element): void {
	const walker = document.createTreeWalker(element, NodeFilter.SHOW_COMMENT);
	const found: Node[] = [];
	while (walker.nextNode()) found.push(walker.currentNode);
	for (const node of found) node.parentNode?.removeChild(node);
}

type Standing = { readonly size: Size; readonly title: string; readonly fonts: string };

/** The text of an SVG file of what is drawn in `svg`. */
export function standing(svg: SVGSVGElement, { size, title, fonts }: Standing): string {
	const copy = svg.cloneNode(true) as SVGSVGElement;
	write(svg, copy, INITIAL);
	withoutComments(copy);
	copy.setAttribute('width', String(size.width));
	copy.setAttribute('height', String(size.height));
	const paper = copy.querySelector('rect');
	for (const [name, value] of Object.entries({ x: 0, y: 0, ...size }))
		paper?.setAttribute(name, String(value));
	copy.setAttribute('role', 'img');
	copy.setAttribute('aria-label', title);
	if (fonts) {
		const style = document.createElementNS('http://www.w3.org/2000/svg', 'style');
		style.textContent = fonts;
		copy.prepend(style);
	}
	return new XMLSerializer().serializeToString(copy);
}
