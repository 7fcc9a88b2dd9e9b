/** Sentences of a note and the parts of the picture they name. */
export const keysOf = (element: { readonly dataset: DOMStringMap }): string[] =>
	(element.dataset.keys ?? '').split('+').filter(Boolean);

export function tieAt(target: EventTarget | null): HTMLElement | undefined {
	const element = target as HTMLElement | null;
	return element?.closest?.<HTMLElement>('.tie') ?? undefined;
}
