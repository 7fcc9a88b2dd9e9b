/** docker rmi: names first, then what no name and no container needs any more (moby: daemon/images/image_delete.go). */
import type { Host } from '../host.ts';
import type { HostState } from '../state.ts';
import { announceImage } from './announce.ts';
import type { Container } from './container.ts';
import { EngineError } from './error.ts';
import type { Image } from './image.ts';
import { removeLayer } from './layerStore.ts';
import { imageFound, parseReference, referenceProblem, tagged } from './reference.ts';
import { isRunning, shortId } from './status.ts';

export type Deletion = { readonly untagged: string } | { readonly deleted: string };

export interface RemovalOptions {
	readonly force: boolean;
	/** Untagged parents go too. */
	readonly prunesParents: boolean;
}

export const tagsOf = ({ engine }: HostState, id: string): string[] =>
	engine.tags
		.entries()
		.filter(([, each]) => each === id)
		.map(([name]) => name)
		.sort();
export const digestsOf = ({ engine }: HostState, id: string): string[] =>
	engine.digests
		.entries()
		.filter(([, each]) => each === id)
		.map(([name]) => name)
		.sort();
const repositoryOf = (name: string) =>
	name.includes('@') ? name.split('@')[0]! : name.slice(0, name.lastIndexOf(':'));
export const childrenOf = ({ engine }: HostState, id: string): Image[] =>
	engine.images.filter((image) => image.parent === id);
const usersOf = ({ engine }: HostState, id: string): Container[] =>
	engine.containers.filter((container) => container.image === id);

export function removeImage(host: Host, text: string, options: RemovalOptions): Deletion[] {
	const image = imageFound(host, text);
	const said: Deletion[] = [];
	const isById = image.id.startsWith(text.replace(/^sha256:/, '')) && !isName(host, text);
	const isNameGone = isById ? byId(host, image, options, said) : byName(host, text, image, options, said);
	if (isNameGone === undefined) return said;
	deleteImage(host, image, options, isNameGone, said);
	return said;
}

const isName = (host: Host, text: string): boolean =>
	!referenceProblem(host, text) && host.state.engine.tags.has(tagged(parseReference(host, text)));

function untag(host: Host, id: string, name: string, said: Deletion[]): void {
	if (name.includes('@')) host.emit({ kind: 'image.digest', id, reference: name, isGone: true });
	else host.emit({ kind: 'image.untag', name, id });
	said.push({ untagged: name });
}

const refuse = (message: string): never => {
	throw new EngineError('conflict', `conflict: ${message}`);
};

/** Whether that was its last name; undefined when others are left and the image stays. */
function byName(
	host: Host,
	text: string,
	{ id }: Image,
	{ force }: RemovalOptions,
	said: Deletion[],
): boolean | undefined {
	const name = tagged(parseReference(host, text));
	const isOnly = tagsOf(host.state, id).length + (name.includes('@') ? 1 : 0) <= 1;
	const [user] = usersOf(host.state, id);
	if (!force && isOnly && user)
		refuse(
			`unable to remove repository reference "${text}" (must force) - container ${shortId(user.id)} is using its referenced image ${shortId(id)}`,
		);
	untag(host, id, name, said);
	announceImage(host, `sha256:${id}`, 'untag', `sha256:${id}`);
	const tags = tagsOf(host.state, id);
	const repository = repositoryOf(name);
	if (!tags.some((each) => repositoryOf(each) === repository))
		for (const digest of digestsOf(host.state, id))
			if (repositoryOf(digest) === repository) untag(host, id, digest, said);
	return tags.length || digestsOf(host.state, id).length ? undefined : true;
}

/** An id takes all names with it as long as they are of one repository. */
function byId(host: Host, { id }: Image, { force }: RemovalOptions, said: Deletion[]): boolean {
	const names = [...tagsOf(host.state, id), ...digestsOf(host.state, id)];
	const isOneRepository = new Set(names.map(repositoryOf)).size <= 1 && tagsOf(host.state, id).length <= 1;
	if (!isOneRepository && !force)
		refuse(`unable to delete ${shortId(id)} (must be forced) - image is referenced in multiple repositories`);
	checkUsers(host, id, force);
	for (const name of names) untag(host, id, name, said);
	if (names.length) announceImage(host, `sha256:${id}`, 'untag', `sha256:${id}`);
	return false;
}

function conflictOf(state: HostState, id: string, force: boolean): string | undefined {
	const hard = `unable to delete ${shortId(id)} (cannot be forced) - `;
	const soft = `unable to delete ${shortId(id)} (must be forced) - `;
	if (childrenOf(state, id).length) return `${hard}image has dependent child images`;
	const users = usersOf(state, id);
	const runs = users.find(isRunning);
	if (runs) return `${hard}image is being used by running container ${shortId(runs.id)}`;
	if (force) return undefined;
	if (tagsOf(state, id).length) return `${soft}image is referenced in multiple repositories`;
	return users[0] && `${soft}image is being used by stopped container ${shortId(users[0].id)}`;
}
function checkUsers(host: Host, id: string, force: boolean): void {
	const runs = usersOf(host.state, id).find(isRunning);
	const [user] = usersOf(host.state, id);
	if (runs)
		refuse(
			`unable to delete ${shortId(id)} (cannot be forced) - image is being used by running container ${shortId(runs.id)}`,
		);
	if (user && !force)
		refuse(
			`unable to delete ${shortId(id)} (must be forced) - image is being used by stopped container ${shortId(user.id)}`,
		);
}

/** Deletes it with every layer that nothing else is made of, then its untagged parents. */
function deleteImage(
	host: Host,
	image: Image,
	options: RemovalOptions,
	isQuiet: boolean,
	said: Deletion[],
): void {
	const conflict = conflictOf(host.state, image.id, options.force);
	if (conflict) return isQuiet ? undefined : refuse(conflict);
	host.emit({ kind: 'image.remove', id: image.id });
	announceImage(host, `sha256:${image.id}`, 'delete', `sha256:${image.id}`);
	said.push({ deleted: `sha256:${image.id}` });
	releaseLayers(host, image, said);
	const parent = host.state.engine.images.get(image.parent);
	if (!options.prunesParents || !parent || tagsOf(host.state, parent.id).length) return;
	deleteImage(host, parent, { ...options, force: false }, true, said);
}

function releaseLayers(host: Host, { id, chain }: Image, said: Deletion[]): void {
	if (usersOf(host.state, id).length) return;
	for (const each of [...chain].reverse()) {
		const layer = host.state.engine.layers.get(each);
		if (!layer || layer.references > 0) continue;
		removeLayer(host, layer.directory);
		host.emit({ kind: 'layer.remove', chain: each });
		said.push({ deleted: `sha256:${each}` });
	}
}
