/** docker build with the classic builder (docker/cli: cli/command/image/build.go). */
import { buildImage } from '../../../engine/build.ts';
import { tagImage } from '../../../engine/commit.ts';
import { shortId } from '../../../engine/status.ts';
import { isErrno } from '../../../kernel/errno.ts';
import { content, exists, status, treeAt } from '../../../kernel/files.ts';
import { writeFile } from '../../../kernel/files.ts';
import type { Tree, TreeNode } from '../../../kernel/tree.ts';
import type { Running } from '../../../process.ts';
import { archiveSize, treeOfArchive } from '../../archive.ts';
import { fromDaemon, refused, type Client } from '../client.ts';
import { absolute } from '../container/mounts.ts';
import { pairs } from '../container/spec.ts';
import { humanSize } from '../go/humanUnits.ts';

interface Context {
	readonly dockerfile: string;
	readonly tree: Tree;
}

export function* buildVerb(client: Client): Running<number> {
	const { flags, host, process } = client;
	const isQuiet = flags.isOn('quiet');
	const context = yield* contextOf(client);
	const say = (line: string) => void (isQuiet || client.say(line));
	say(`Sending build context to Docker daemon  ${humanSize(archiveSize(context.tree))}`);
	say('');
	try {
		const id = yield* buildImage(host, {
			...{ dockerfile: context.dockerfile, context: context.tree, tags: flags.list('tag') },
			buildArgs: buildArgs(client),
			labels: pairs(flags.list('label')),
			usesCache: !flags.isOn('no-cache'),
			keepsContainers: !flags.isOn('rm'),
			target: flags.text('target').toLowerCase(),
			networkMode: flags.text('network') || 'default',
			say,
			write: (text) => void (isQuiet || process.write(text)),
			writeError: (text) => void (isQuiet || process.error(text)),
		});
		say(`Successfully built ${shortId(id)}`);
		for (const tag of flags.list('tag')) say(`Successfully tagged ${tagImage(host, id, tag)}`);
		if (isQuiet) client.say(`sha256:${id}`);
		if (flags.text('iidfile')) writeFile(host, process.pid, flags.text('iidfile'), `sha256:${id}`);
		return 0;
	} catch (error) {
		return failed(client, refused(error).message);
	}
}

/** What the builder says comes over the stream; what the engine refuses at once is its answer. */
function failed(client: Client, text: string): number {
	const isAnswer =
		/^(dockerfile parse error|the Dockerfile|no build stage|target stage|failed to reach build target)/.test(
			text,
		);
	return client.fail(isAnswer ? fromDaemon(new Error(text)) : text, exitCodeOf(text));
}
const exitCodeOf = (text: string): number => Number(/returned a non-zero code: (\d+)$/.exec(text)?.[1] ?? 1);

function buildArgs({ flags, process }: Client): Record<string, string> {
	const given = flags
		.list('build-arg')
		.filter((each) => each.includes('=') || process.env[each] !== undefined);
	return pairs(given.map((each) => (each.includes('=') ? each : `${each}=${process.env[each]}`)));
}

/** PATH, or an archive or a Dockerfile from standard input. */
function* contextOf(client: Client): Running<Context> {
	const [path = ''] = client.args;
	const isFromInput = client.flags.text('file') === '-';
	if (path === '-' && isFromInput)
		client.fail(`invalid argument: can't use stdin for both build context and dockerfile`);
	if (path === '-') {
		const text = yield* client.process.readAll();
		const tree = treeOfArchive(text);
		const dockerfile = tree?.find(
			(node) => node.path === (client.flags.text('file') || 'Dockerfile'),
		)?.content;
		return tree
			? { tree, dockerfile: dockerfile ?? '' }
			: { tree: [fileNode(client, text)], dockerfile: text };
	}
	if (/^(https?|git):\/\/|^git@|^github\.com\//.test(path))
		client.fail(
			`unable to prepare context: unable to 'git clone' to temporary context directory: Could not resolve host`,
		);
	return directoryContext(client, path, isFromInput ? yield* client.process.readAll() : undefined);
}

const fileNode = ({ host }: Client, text: string): TreeNode => ({
	...{ path: 'Dockerfile', kind: 'file', mode: 0o600, uid: 0, gid: 0, size: text.length, content: text },
	modified: host.state.clock.now,
});

function directoryContext(client: Client, path: string, given: string | undefined): Context {
	const { host, process, flags } = client;
	const directory = absolute(client, path);
	const unable = (what: string) => client.fail(`unable to prepare context: ${what}`);
	if (!exists(host.state, process.pid, directory)) unable(`path "${path}" not found`);
	if (status(host.state, process.pid, directory).kind !== 'dir')
		unable(`context must be a directory: ${directory}`);
	const file = flags.text('file');
	const dockerfile = file ? absolute(client, file) : `${directory}/Dockerfile`;
	try {
		const text = given ?? content(host.state, process.pid, dockerfile);
		const ignored = ignoredBy(client, directory);
		const tree = treeAt(host.state, process.pid, directory).filter((node) => !ignored(node.path));
		return { dockerfile: text, tree: tree.filter(({ path: each }) => each !== '') };
	} catch (error) {
		if (!isErrno(error, 'ENOENT')) throw error;
		return unable(
			`unable to evaluate symlinks in Dockerfile path: lstat ${dockerfile}: no such file or directory`,
		);
	}
}

/** .dockerignore: patterns, `!` takes back (moby/patternmatcher). */
function ignoredBy({ host, process }: Client, directory: string): (path: string) => boolean {
	const file = `${directory}/.dockerignore`;
	if (!exists(host.state, process.pid, file)) return () => false;
	const rules = content(host.state, process.pid, file)
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line && !line.startsWith('#'))
		.map((line) => ({ isKept: line.startsWith('!'), pattern: patternOf(line.replace(/^!/, '')) }));
	return (path) => rules.reduce((is, { isKept, pattern }) => (pattern.test(path) ? !isKept : is), false);
}
function patternOf(glob: string): RegExp {
	const body = glob
		.replace(/^\.?\//, '')
		.replace(/\/$/, '')
		.replace(/[.+^${}()|\\]/g, '\\$&')
		.replace(/\*\*\/?|\*|\?/g, (wild) => (wild.startsWith('**') ? '.*' : wild === '*' ? '[^/]*' : '[^/]'));
	return new RegExp(`^${body}(/.*)?$`);
}
