/** What COPY and ADD bring into an image (moby: builder/dockerfile/copy.go). */
import type { Host } from '../host.ts';
import type { Tree, TreeNode } from '../kernel/tree.ts';
import type { Instruction } from './dockerfile.ts';
import { EngineError } from './error.ts';
import { sourceHash } from './sourceHash.ts';

export interface Copying {
	readonly step: Instruction;
	readonly source: Tree;
	/** Sources, then the destination. */
	readonly paths: readonly string[];
	/** The image's files so far. */
	readonly base: Tree;
	readonly workingDir: string;
}

const tidy = (path: string): string =>
	path
		.split('/')
		.filter((part) => part && part !== '.')
		.join('/');
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** The tree to lay over the image, and what the history calls its sources. */
export function copiedTree(host: Host, copying: Copying): { tree: Tree; hash: string } {
	const { step, source, paths, base, workingDir } = copying;
	const sources = paths.slice(0, -1);
	const last = paths.at(-1)!;
	if (!sources.length)
		throw new EngineError(
			'invalid',
			`dockerfile parse error line ${step.line}: ${step.name} requires at least two arguments, but only one was provided. Destination could not be determined.`,
		);
	const destination = tidy(last.startsWith('/') ? last : `${workingDir}/${last}`);
	const found = sources.flatMap((each) => matching(source, each, step.name));
	const isMany = found.length > 1;
	const isDirectory =
		last.endsWith('/') ||
		/(^|\/)\.$/.test(last) ||
		base.some(({ path, kind }) => path === destination && kind === 'dir');
	if (isMany && !last.endsWith('/'))
		throw new EngineError(
			'invalid',
			`When using ${step.name} with more than one source file, the destination must be a directory and end with a /`,
		);
	const owner = ownerOf(step);
	const nodes = found.flatMap((node) => placed(source, node, destination, isDirectory));
	const tree = [...parents(host, base, nodes), ...nodes.map((node) => ({ ...node, ...owner }))];
	return { tree, hash: sourceHash(source, found, host.profile.major >= 26) };
}

/** Which of the context's nodes a source means; wildcards go by the last part. */
function matching(source: Tree, wish: string, name: string): TreeNode[] {
	const path = tidy(wish);
	const pattern = new RegExp(
		`^${path
			.replace(/[.+^${}()|\\]/g, '\\$&')
			.replaceAll('*', '[^/]*')
			.replaceAll('?', '[^/]')}$`,
	);
	const found = source.filter((node) => (/[*?[]/.test(path) ? pattern.test(node.path) : node.path === path));
	if (found.length) return found;
	if (!path) return [{ path: '', kind: 'dir', mode: 0o755, uid: 0, gid: 0, size: 4096, modified: 0 }];
	throw new EngineError(
		'invalid',
		/[*?[]/.test(path)
			? `${name} failed: no source files were specified`
			: `${name} failed: file not found in build context or excluded by .dockerignore: stat ${path}: file does not exist`,
	);
}

/** A directory's contents go to the destination; a file goes into it or takes its name. */
function placed(source: Tree, node: TreeNode, destination: string, isDirectory: boolean): TreeNode[] {
	if (node.kind !== 'dir') {
		const path = isDirectory ? [destination, nameOf(node.path)].filter(Boolean).join('/') : destination;
		return [{ ...node, path }];
	}
	const prefix = node.path ? `${node.path}/` : '';
	const inside = source.filter(({ path }) => path !== node.path && path.startsWith(prefix));
	return inside.map((each) => ({
		...each,
		path: [destination, each.path.slice(prefix.length)].filter(Boolean).join('/'),
	}));
}

function parents(host: Host, base: Tree, nodes: readonly TreeNode[]): TreeNode[] {
	const there = new Map(base.map((node) => [node.path, node] as const));
	const made = new Map<string, TreeNode>();
	for (const { path } of nodes)
		for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
			const directory = path.slice(0, at);
			if (nodes.some((node) => node.path === directory)) continue;
			const known = there.get(directory);
			const modified = host.state.clock.now;
			made.set(
				directory,
				known ?? { path: directory, kind: 'dir', mode: 0o755, uid: 0, gid: 0, size: 4096, modified },
			);
		}
	return [...made.values()];
}

function ownerOf({ flags }: Instruction): Partial<TreeNode> {
	const [user, group] =
		flags
			.find((flag) => flag.startsWith('--chown='))
			?.slice(8)
			.split(':') ?? [];
	const mode = flags.find((flag) => flag.startsWith('--chmod='))?.slice(8);
	const uid = Number(user);
	return {
		uid: Number.isInteger(uid) ? uid : 0,
		gid: Number.isInteger(Number(group ?? uid)) ? Number(group ?? uid) : 0,
		...(mode && { mode: parseInt(mode, 8) }),
	};
}
