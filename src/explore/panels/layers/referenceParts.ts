/** An image's name taken apart while it is typed (distribution: reference/regexp.go, reference/normalize.go). */

/** Why a text is no reference. */
export type Problem = 'empty' | 'id' | 'upper' | 'path' | 'tag' | 'digest' | 'domain' | 'long';

export interface ReferenceParts {
	/** The registry that is meant, and whether it was said. */
	readonly registry: string;
	readonly hasRegistry: boolean;
	/** All before the last slash; of the hub's own images `library`. */
	readonly user: string | undefined;
	readonly hasUser: boolean;
	readonly name: string;
	readonly tag: string | undefined;
	readonly hasTag: boolean;
	readonly digest: string | undefined;
	/** In full, as a registry is asked. */
	readonly whole: string;
}

export type Read =
	| { readonly parts: ReferenceParts; readonly problem?: never }
	| { readonly problem: Problem; readonly parts?: never };

const HUB = 'docker.io';
const part = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const PATH = new RegExp(`^${part}(?:/${part})*$`);
const DOMAIN =
	/^(?:(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const LONGEST = 255;

/** The first part is a host where it has a dot or a port, is localhost, or has a capital letter. */
const isHost = (first: string): boolean =>
	/[.:]/.test(first) || first === 'localhost' || first.toLowerCase() !== first;

function divided(text: string): { name: string; tag: string | undefined; digest: string | undefined } {
	const at = text.indexOf('@');
	const before = at < 0 ? text : text.slice(0, at);
	const colon = before.lastIndexOf(':');
	const hasTag = colon > before.lastIndexOf('/');
	return {
		name: hasTag ? before.slice(0, colon) : before,
		tag: hasTag ? before.slice(colon + 1) : undefined,
		digest: at < 0 ? undefined : text.slice(at + 1),
	};
}

function problemOf(
	domain: string | undefined,
	path: string,
	{ tag, digest }: ReturnType<typeof divided>,
): Problem | undefined {
	if (domain !== undefined && !DOMAIN.test(domain)) return 'domain';
	if (path !== path.toLowerCase()) return 'upper';
	if (!PATH.test(path)) return 'path';
	if (path.length > LONGEST) return 'long';
	if (tag !== undefined && !TAG.test(tag)) return 'tag';
	if (digest !== undefined && !DIGEST.test(digest)) return 'digest';
	return undefined;
}

export function readReference(text: string): Read {
	if (text === '') return { problem: 'empty' };
	if (/^[0-9a-f]{64}$/.test(text)) return { problem: 'id' };
	const found = divided(text);
	const [first = '', ...rest] = found.name.split('/');
	const domain = rest.length > 0 && isHost(first) ? first : undefined;
	const path = domain === undefined ? found.name : rest.join('/');
	const problem = problemOf(domain, path, found);
	if (problem) return { problem };
	const registry = domain === undefined || domain === 'index.docker.io' ? HUB : domain;
	const slash = path.lastIndexOf('/');
	const user = slash >= 0 ? path.slice(0, slash) : registry === HUB ? 'library' : undefined;
	const name = path.slice(slash + 1);
	const tag = found.tag ?? (found.digest === undefined ? 'latest' : undefined);
	const whole = `${registry}/${user === undefined ? '' : `${user}/`}${name}${tag === undefined ? '' : `:${tag}`}${found.digest === undefined ? '' : `@${found.digest}`}`;
	return {
		parts: {
			...{ registry, hasRegistry: domain !== undefined, user, hasUser: slash >= 0, name },
			...{ tag, hasTag: found.tag !== undefined, digest: found.digest, whole },
		},
	};
}
