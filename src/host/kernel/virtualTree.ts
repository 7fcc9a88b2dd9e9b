/** A part of a kernel file system written down as nested names. */
import { directory, readOnly, type Virtual } from './virtual.ts';

/** What a name stands for: a directory, a file as it is, or the text that a read-only file has. */
export type Branch = { readonly [name: string]: Branch | Virtual | (() => string) };

const isVirtual = (node: Branch | Virtual): node is Virtual => typeof (node as Virtual).mode === 'number';

/** The file at `names` of a branch. */
export const virtualIn = (branch: Branch, names: readonly string[], mode = 0o555): Virtual | undefined => {
	let node: Branch | Virtual | (() => string) | undefined = branch;
	for (const name of names) {
		if (typeof node !== 'object' || isVirtual(node)) return undefined;
		node = Object.hasOwn(node, name) ? node[name] : undefined;
	}
	if (node === undefined) return undefined;
	if (typeof node === 'function') return readOnly(node);
	const inner = node;
	return isVirtual(inner) ? inner : directory(() => Object.keys(inner), mode);
};
