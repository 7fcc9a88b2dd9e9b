import { fitted, type Face } from '#stage/text.ts';

/** As much of a text as fits; the rest is in a title. */
export const shortened = (text: string, width: number, { size, ...face }: Face): string =>
	fitted(text, width, size, face).text;
