/** A note as it is shown: prose already escaped, fences and asides as data. */
export type Note = {
	readonly meta: Meta;
	readonly toc: readonly Heading[];
	readonly blocks: readonly Block[];
	/** Every key of the picture that a sentence names, in the order of the text. */
	readonly keys: readonly string[];
};

export type Meta = {
	readonly title: string;
	readonly section: string;
	readonly scene: string;
	readonly summary: string;
};

export type Heading = { readonly id: string; readonly text: string; readonly depth: number };

export type Block = Prose | Fence | Aside;
export type Prose = { readonly kind: 'prose'; readonly html: string };
export type Fence = {
	readonly kind: 'fence';
	/** Its place among the note's fences, from 0. */
	readonly index: number;
	readonly place: Place;
	readonly scene?: string;
	/** Which of the scene's pictures, where it is not the usual one. */
	readonly face?: string;
	readonly commands: readonly string[];
};
export type Aside = { readonly kind: 'aside'; readonly name: string; readonly blocks: readonly Block[] };
export type Place = 'host' | 'outside';

export function fences(blocks: readonly Block[]): Fence[] {
	return blocks.flatMap((block) => {
		if (block.kind === 'fence') return [block];
		return block.kind === 'aside' ? fences(block.blocks) : [];
	});
}

/** The lines of a session that runs a note's fences up to one of them. */
export function runOf(note: Note, last: number): string[] {
	return fences(note.blocks)
		.filter((fence) => fence.index <= last)
		.flatMap(linesOf);
}

export function linesOf(fence: Fence): string[] {
	return fence.commands.map((command) => (fence.place === 'host' ? command : `outside$ ${command}`));
}
