/** Easel draws sheets one after another, as the stage would in these colours, and gives each as an SVG that stands alone. */
import { flushSync, mount, unmount } from 'svelte';
import Stage from '#stage/Stage.svelte';
import type { Shapes } from '#stage/shapes/Shape.svelte';
import './easel.css';
import { standing } from './standing.ts';
import type { Sheet } from './sheet.ts';

export const COLOURS = ['light', 'dark', 'projector'] as const;
export type Colours = (typeof COLOURS)[number];

type Props = Sheet & { readonly label: string; readonly shapes: Shapes };

export class Easel {
	readonly #place: HTMLElement;
	readonly #stage: ReturnType<typeof mount>;
	#props = $state.raw<Props>({ marks: [], size: { width: 1, height: 1 }, title: '', label: '', shapes: {} });

	constructor(colours: Colours) {
		this.#place = document.createElement('div');
		this.#place.className = 'easel';
		this.#place.dataset.theme = colours;
		this.#place.setAttribute('aria-hidden', 'true');
		document.body.append(this.#place);
		const own = (): Props => this.#props;
		this.#stage = mount(Stage, {
			target: this.#place,
			props: {
				get marks() {
					return own().marks;
				},
				get size() {
					return own().size;
				},
				get label() {
					return own().label;
				},
				get shapes() {
					return own().shapes;
				},
			},
		});
	}

	/** The text of an SVG file; `fonts` are rules that bring its faces along, if any. */
	draw(sheet: Sheet, fonts = '', shapes: Shapes = {}): string {
		this.#props = { ...sheet, label: sheet.title, shapes };
		flushSync();
		const svg = this.#place.querySelector('svg');
		if (!svg) throw new Error('the stage drew nothing');
		return standing(svg, { ...sheet, fonts });
	}

	remove(): void {
		void unmount(this.#stage);
		this.#place.remove();
	}
}
