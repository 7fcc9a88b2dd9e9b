/**
 * An image's name as people write it and as the engine keeps it (distribution: reference). The model keeps the
 * familiar form: `busybox:latest`, `localhost:5000/box:1`.
 */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { EngineError } from './error.ts';
import type { Image } from './image.ts';

export interface Reference {
	/** `busybox`, `user/app`, `localhost:5000/box` */
	readonly repository: string;
	/** Where it is kept: docker.io, localhost:5000 … */
	readonly domain: string;
	/** The repository in the registry: `library/busybox`, `box`. */
	readonly path: string;
	readonly tag?: string;
	readonly digest?: string;
}

const pathPart = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const form = new RegExp(`^${pathPart}(?:/${pathPart})*$`);
const parts = /^(.*?)(?::([\w][\w.-]{0,127}))?(?:@([a-z0-9]+:[0-9a-f]{32,}))?$/s;
const isDomain = (word: string) => /[.:]/.test(word) || word === 'localhost';

const split = (name: string): { domain: string; path: string; repository: string } => {
	const [first = '', ...rest] = name.replace(/^(?:index\.)?docker\.io\//, '').split('/');
	if (rest.length && isDomain(first)) return { domain: first, path: rest.join('/'), repository: name };
	const repository = [first, ...rest].join('/').replace(/^library\/(?=[^/]+$)/, '');
	return {
		domain: 'docker.io',
		path: repository.includes('/') ? repository : `library/${repository}`,
		repository,
	};
};

/** Why a text is no image name, or undefined (reference.ParseNormalizedNamed). */
export function referenceProblem(host: Host, text: string): string | undefined {
	if (/^[0-9a-f]{64}$/.test(text))
		return `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`;
	const [, name = ''] = parts.exec(text) ?? [];
	const { path } = split(name);
	if (form.test(path)) return undefined;
	if (!form.test(path.toLowerCase())) return 'invalid reference format';
	return host.profile.major >= 26
		? `invalid reference format: repository name (${path}) must be lowercase`
		: 'invalid reference format: repository name must be lowercase';
}

export function parseReference(host: Host, text: string): Reference {
	const problem = referenceProblem(host, text);
	if (problem) throw new EngineError('invalid', problem);
	const [, name = '', tag, digest] = parts.exec(text)!;
	return { ...split(name), ...(tag && { tag }), ...(digest && { digest }) };
}

/** With `latest` where nothing is said. */
export const tagged = ({ repository, tag, digest }: Reference): string =>
	digest ? `${repository}@${digest}` : `${repository}:${tag ?? 'latest'}`;

/** `sha256:…` and prefixes of ids, as far as they are one image's. */
const byId = (state: HostState, text: string): Image | undefined => {
	const digits = text.replace(/^sha256:/, '');
	if (!/^[0-9a-f]{1,64}$/.test(digits)) return undefined;
	const whole = state.engine.images.get(digits);
	if (whole || digits.length === 64) return whole;
	const found = state.engine.images.filter((image) => image.id.startsWith(digits));
	return found.length === 1 ? found[0] : undefined;
};

export function imageNamed(host: Host, text: string): Image | undefined {
	const { state } = host;
	const { tags, digests, images } = state.engine;
	if (!referenceProblem(host, text)) {
		const name = tagged(parseReference(host, text));
		const id = tags.get(name) ?? digests.get(name);
		if (id !== undefined) return images.get(id);
	}
	return byId(state, text);
}

/** moby: daemon/images — ErrImageDoesNotExist names the reference with its tag. */
export function imageFound(host: Host, text: string): Image {
	const image = imageNamed(host, text);
	if (image) return image;
	const problem = referenceProblem(host, text);
	if (/^sha256:/.test(text) || /^[0-9a-f]{64}$/.test(text))
		throw new EngineError('not found', `No such image: ${text}`);
	if (problem) throw new EngineError('invalid', problem);
	throw new EngineError('not found', `No such image: ${tagged(parseReference(host, text))}`);
}
