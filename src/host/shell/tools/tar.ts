/** tar, over archives that this host made (see archive.ts). */
import { isErrno } from '../../kernel/errno.ts';
import { content, plant, treeAt, writeFile, type Tree } from '../../kernel/files.ts';
import type { Running } from '../../process.ts';
import { groupName, userName } from '../users.ts';
import { archiveText, treeOfArchive } from '../archive.ts';
import { Call } from '../call.ts';
import { timeText } from './timeText.ts';
import { modeText } from './ls.ts';
import { optionsOf } from './options.ts';

const shownPath = ({ path, kind }: Tree[number]): string => (kind === 'dir' ? `${path}/` : path);
const long = (call: Call, node: Tree[number]): string => {
	const { state, pid } = call;
	const owner = `${userName(state, pid, node.uid)}/${groupName(state, pid, node.gid)}`;
	return `${modeText(node)} ${owner} ${String(node.size).padStart(Math.max(1, call.isBusybox ? 9 : 18 - owner.length))} ${timeText(node.modified, call.isBusybox ? '%F %T' : '%F %R')} ${shownPath(node)}${node.kind === 'link' ? ` -> ${node.target}` : ''}`;
};

export function* tar(call: Call): Running<number> {
	const [first = '', ...others] = call.args;
	const words = /^[a-zA-Z]+$/.test(first) ? [`-${first}`, ...others] : [first, ...others];
	const options = optionsOf(
		new Call(call.process, call.name, words, call.kind, call.title),
		'ctxvf:zjJC:pOk',
		{
			long: {
				create: 'c',
				list: 't',
				extract: 'x',
				file: 'f',
				directory: 'C',
				verbose: 'v',
				get: 'x',
				gzip: 'z',
			},
			status: 2,
		},
	);
	const directory = options.value('C') ?? '.';
	const name = options.value('f') ?? '-';
	const wanted = (path: string) =>
		!options.rest.length ||
		options.rest.some(
			(each) =>
				path === each.replace(/^\.\//, '').replace(/\/$/, '') ||
				path.startsWith(`${each.replace(/\/$/, '')}/`),
		);
	if (options.has('c')) {
		const tree = options.rest.flatMap((path) =>
			treeAt(call.state, call.pid, path.startsWith('/') ? path : `${directory}/${path}`).map((node) => ({
				...node,
				path: [path.replace(/^\/+/, '').replace(/\/$/, ''), node.path].filter(Boolean).join('/'),
			})),
		);
		if (options.has('v'))
			for (const node of tree) (name === '-' ? call.err : call.out).call(call, `${shownPath(node)}\n`);
		if (name === '-') call.out(archiveText(tree));
		else writeFile(call.host, call.pid, name, archiveText(tree));
		return 0;
	}
	let text: string;
	try {
		text = name === '-' ? yield* call.input() : content(call.state, call.pid, name);
	} catch (error) {
		if (!isErrno(error)) throw error;
		call.fail(
			call.isBusybox ? `can't open '${name}': ${error.message}` : `${name}: Cannot open: ${error.message}`,
		);
		return call.isBusybox ? 1 : call.fail('Error is not recoverable: exiting now', 2);
	}
	const tree = treeOfArchive(text);
	if (!tree)
		return call.isBusybox
			? call.fail('invalid tar magic')
			: call.fail('This does not look like a tar archive', 2);
	const nodes = tree.filter(({ path }) => path !== '' && wanted(path));
	if (options.has('t'))
		for (const node of nodes) call.out(`${options.has('v') ? long(call, node) : shownPath(node)}\n`);
	else if (options.has('x')) {
		if (options.has('O')) for (const node of nodes) call.out(node.content ?? '');
		else plant(call.host, call.pid, directory, nodes);
		if (options.has('v')) for (const node of nodes) call.out(`${shownPath(node)}\n`);
	} else
		return call.fail(
			call.isBusybox
				? 'need at least one option'
				: "You must specify one of the '-Acdtrux', '--delete' or '--test-label' options",
			2,
		);
	return 0;
}
