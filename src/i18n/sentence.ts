import { particle, PARTICLES } from './particle.ts';

export type Values = Readonly<Record<string, string | number | undefined>>;

const PLACE = '\\{([\\w.]+)\\}';
const OPTIONAL = /\{\?([\w.]+):((?:[^{}]|\{[\w.]+\})*)\}/g;
const FILLED = new RegExp(`${PLACE}([\`'")\\]’”」]*)(${PARTICLES.join('|')})?`, 'g');

/**
 * Fills a template from an event's values.
 * `{name}` is a value, `{name}을/를` a value with the particle that agrees with it (also `` `{name}`을/를 ``),
 * `{?name: …}` a part that is left out where the value is missing or empty.
 */
export function sentence(template: string, values: Values): string {
	const valueOf = (name: string): string => String(values[name] ?? '');
	return template
		.replace(OPTIONAL, (_, name: string, part: string) => (valueOf(name) === '' ? '' : part))
		.replace(FILLED, (_, name: string, closing: string, pair: string | undefined) => {
			const value = valueOf(name);
			return value + closing + (pair ? particle(value, pair) : '');
		});
}

/** The names a template asks for. */
export function names(template: string): string[] {
	return [...new Set([...template.matchAll(/\{\??([\w.]+)/g)].map((match) => match[1] ?? ''))];
}
