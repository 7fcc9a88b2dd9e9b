import { sortedKeys, type GoValue } from '../go/value.ts';

export type Labels = Readonly<Record<string, string>>;

/** Go walks the map in random order; here by name. */
export const labelsText = (labels: Labels): string =>
	sortedKeys(labels)
		.map((key) => `${key}=${labels[key]}`)
		.join(',');

/** `{{.Label "name"}}` */
export const labelMethod = (labels: Labels) => (name: GoValue) => labels[String(name)] ?? '';
