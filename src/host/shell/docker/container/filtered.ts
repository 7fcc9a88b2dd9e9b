/** docker ps --filter (moby: daemon/list.go foldFilter, includeContainerInList). */
import type { Container } from '../../../engine/container.ts';
import { containerFound } from '../../../engine/containerFound.ts';
import { EngineError } from '../../../engine/error.ts';
import { imageNamed } from '../../../engine/reference.ts';
import { isStatus } from '../../../engine/status.ts';
import type { Host } from '../../../host.ts';

export type Filters = ReadonlyMap<string, readonly string[]>;

/** `key=value` as they were given. */
export function filtersOf(texts: readonly string[]): Filters {
	const filters = new Map<string, string[]>();
	for (const text of texts) {
		const at = text.indexOf('=');
		const key = text.slice(0, at).trim().toLowerCase();
		filters.set(key, [...(filters.get(key) ?? []), text.slice(at + 1).trim()]);
	}
	return filters;
}

export function checkFilters(host: Host, filters: Filters, known: readonly string[]): void {
	for (const [key] of filters) if (!known.includes(key)) throw wrongFilter(host, key);
}
export const wrongFilter = (host: Host, what: string): EngineError =>
	new EngineError('invalid', `${host.profile.major >= 26 ? 'invalid' : 'Invalid'} filter '${what}'`);

/** A text that matches as a regular expression or as a whole. */
export function isMatch(pattern: string, text: string): boolean {
	try {
		return new RegExp(pattern).test(text);
	} catch {
		return pattern === text;
	}
}
export const hasLabel = (labels: Readonly<Record<string, string>>, wish: string): boolean => {
	const [key = '', ...value] = wish.split('=');
	return key in labels && (!wish.includes('=') || labels[key] === value.join('='));
};

type Test = (host: Host, container: Container, value: string) => boolean;

const isChild = (host: Host, of: string, image: string): boolean => {
	for (let id: string | undefined = image; id; id = host.state.engine.images.get(id)?.parent)
		if (id === of) return true;
	const layers = (id: string) => host.state.engine.images.get(id)?.diffIds ?? [];
	return layers(of).length > 0 && layers(of).every((each, i) => layers(image)[i] === each);
};

const tests: Readonly<Record<string, Test>> = {
	id: (_, { id }, value) => id.startsWith(value) || isMatch(value, id),
	name: (_, { name }, value) => isMatch(value, name) || isMatch(value, `/${name}`),
	label: (_, { config }, value) => hasLabel(config.labels, value),
	status: (_, { state }, value) => state.status === value,
	exited: (_, { state }, value) =>
		state.startedAt > 0 && state.status === 'exited' && state.exitCode === Number(value),
	ancestor: (host, { image }, value) => {
		const of = imageNamed(host, value);
		return of !== undefined && isChild(host, of.id, image);
	},
	network: (host, { endpoints }, value) =>
		Object.keys(endpoints).some(
			(each) =>
				each === value || host.state.engine.networks.find(({ name }) => name === each)?.id.startsWith(value),
		),
	volume: (_, { mounts }, value) =>
		mounts.some(({ name, destination }) => name === value || destination === value),
	publish: (_, { sandbox }, value) =>
		(sandbox?.ports ?? []).some(({ hostPort, protocol }) => samePort(value, hostPort, protocol)),
	expose: (_, { config }, value) =>
		config.exposedPorts.some((port) => samePort(value, Number(port.split('/')[0]), port.split('/')[1]!)),
	health: (_, { state }, value) => (state.health ?? 'none') === value,
	'is-task': (_, __, value) => value === 'false',
};
function samePort(wish: string, port: number, protocol: string): boolean {
	const [range = '', proto = 'tcp'] = wish.split('/');
	const [low = 0, high = low] = range.split('-').map(Number);
	return proto === protocol && port >= low && port <= high;
}

const known = [...Object.keys(tests), 'since', 'before', 'isolation'];

export function filtered(host: Host, all: readonly Container[], filters: Filters): Container[] {
	checkFilters(host, filters, known);
	for (const value of filters.get('status') ?? [])
		if (!isStatus(value)) throw wrongFilter(host, `status=${value}`);
	for (const value of filters.get('exited') ?? [])
		if (!/^-?\d+$/.test(value)) throw wrongFilter(host, `exited=${value}`);
	const between = all.filter((each) => isBetween(host, each, filters));
	return between.filter((container) =>
		[...filters].every(([key, values]) => {
			const test = tests[key];
			if (!test) return true;
			const isOne = (value: string) => test(host, container, value);
			return key === 'label' ? values.every(isOne) : values.some(isOne);
		}),
	);
}

function isBetween({ state }: Host, { created }: Container, filters: Filters): boolean {
	const since = (filters.get('since') ?? []).map((name) => containerFound(state, name).created);
	const before = (filters.get('before') ?? []).map((name) => containerFound(state, name).created);
	return since.every((time) => created > time) && before.every((time) => created < time);
}
