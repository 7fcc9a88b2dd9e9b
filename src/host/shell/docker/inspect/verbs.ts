/** docker inspect and the inspect of each kind of object (docker/cli: cli/command/system/inspect.go). */
import { containerFound, containerNamed } from '../../../engine/containerFound.ts';
import { EngineError } from '../../../engine/error.ts';
import { networkFound, networkInspect, networkNamed } from '../../../engine/networks.ts';
import { imageFound, imageNamed } from '../../../engine/reference.ts';
import { volumeFound } from '../../../engine/volumes.ts';
import type { Running } from '../../../process.ts';
import { fromDaemon, refusalText, refused, type Client, type Verb } from '../client.ts';
import { inspected, type Found } from '../format/inspect.ts';
import type { GoValue } from '../go/value.ts';
import { printed } from '../printed.ts';
import { containerJson } from './container.ts';
import { goTime } from './goTime.ts';
import { imageJson } from './image.ts';
import { typed } from './typed.ts';
import { volumeJson } from './volume.ts';

type Look = (client: Client, name: string) => GoValue;

const container: Look = ({ host, flags }, name) =>
	containerJson(host.state, containerFound(host.state, name), flags.isOn('size'));
const image: Look = ({ host }, name) => imageJson(host.state, imageFound(host, name));
const network: Look = ({ host }, name) => {
	const found = networkFound(host.state, name);
	return { ...networkInspect(host.state, found), Created: goTime(found.created) } as GoValue;
};
const volume: Look = ({ host }, name) => volumeJson(volumeFound(host.state, name), host.profile.major < 26);

const found = (value: GoValue): Found => ({ typed: typed(value), raw: value });

const verbOf = (kind: string, look: Look): Verb =>
	function* (client): Running<number> {
		const all = client.args.map((name): Found => {
			try {
				return found(look(client, name));
			} catch (error) {
				return { error: refusalText(kind)(client, refused(error), name) };
			}
		});
		return printed(client, inspected(client.flags.text('format'), all, client.version));
	};

export const inspectContainer = verbOf('container', container);
export const inspectImage = verbOf('image', image);
export const inspectNetwork = verbOf('network', network);
export const inspectVolume = verbOf('volume', volume);

const kinds: readonly (readonly [string, Look, (client: Client, name: string) => boolean])[] = [
	['container', container, ({ host }, name) => containerNamed(host.state, name) !== undefined],
	['image', image, ({ host }, name) => imageNamed(host, name) !== undefined],
	['network', network, ({ host }, name) => networkNamed(host.state, name) !== undefined],
	['volume', volume, ({ host }, name) => host.state.engine.volumes.has(name)],
];

/** Without --type: the first kind that has such a name. */
export const inspectAny: Verb = function* (client) {
	const type = client.flags.text('type');
	const known = [
		'',
		'container',
		'image',
		'network',
		'volume',
		'node',
		'service',
		'task',
		'plugin',
		'secret',
	];
	if (!known.includes(type)) return client.fail(`"${type}" is not a valid value for --type`);
	const all = client.args.map((name): Found => {
		const kind = kinds.find(([word, , isThere]) => (!type || type === word) && isThere(client, name));
		if (!kind) return { error: type ? missing(client, type, name) : `Error: No such object: ${name}` };
		return found(kind[1](client, name));
	});
	return printed(client, inspected(client.flags.text('format'), all, client.version));
};

/** Asked for one kind, the engine's own answer comes through. */
function missing(client: Client, type: string, name: string): string {
	const kind = kinds.find(([word]) => word === type);
	try {
		kind?.[1](client, name);
	} catch (error) {
		return client.is26 ? fromDaemon(refused(error)) : `Error: No such ${type}: ${name}`;
	}
	return fromDaemon(new EngineError('not found', `No such ${type}: ${name}`));
}
