/** From the words after `docker` to a command with its options, or to what the client answers at once (docker/cli: cmd/docker/docker.go, cli/required.go). */
import { late } from '../../../late.ts';
import { everyday } from './everyday.ts';
import { parseFlags, type Flags, type ParsedLine } from './parse.ts';
import type { ClientVersion, CommandSpec } from './spec.ts';

/** A command to be carried out. */
export interface Invocation {
	readonly kind: 'command';
	/** The one name of the command: `container ls` also for `ps`. */
	readonly name: string;
	/** As errors name it: `docker ps`. */
	readonly path: string;
	readonly flags: Flags;
	readonly args: readonly string[];
	readonly global: Flags;
	/** What the client says on stderr before anything else. */
	readonly notice: string;
}

export type Resolved =
	| Invocation
	| { readonly kind: 'answer'; readonly stdout: string; readonly stderr: string; readonly exit: number }
	/** `docker --version`. */
	| { readonly kind: 'version' }
	/** A real command that is not simulated. */
	| { readonly kind: 'absent'; readonly path: string };

/** What follows `docker` on lines that need more than the commands of containers. */
export const otherThanContainers =
	'container image network volume system builder context images rmi build pull push tag history save load import inspect info version events login logout search help'
		.split(' ')
		.map((word) => `docker ${word}`);

const whole = late(['--help', ...otherThanContainers], () => import('./whole.ts'));

const answer = (stdout: string, stderr = '', exit = 0): Resolved => ({
	kind: 'answer',
	stdout,
	stderr,
	exit,
});
const refusal = (stderr: string, exit: number): Resolved => answer('', `${stderr}\n`, exit);
const absent = (path: string): Resolved => ({ kind: 'absent', path: `docker ${path}` });

const levels = new Set(['panic', 'fatal', 'error', 'warn', 'warning', 'info', 'debug', 'trace']);
const oldHelp = 'Flag shorthand -h has been deprecated, please use --help\n';
const legacyBuilder = `DEPRECATED: The legacy builder is deprecated and will be removed in a future release.
            BuildKit is currently disabled; enable it by removing the DOCKER_BUILDKIT=0
            environment-variable.

`;

const noticeFor = (version: ClientVersion, path: string): string =>
	version === 26 && /^(build|image build|builder( .*)?)$/.test(path) ? legacyBuilder : '';

function withNotice(resolved: Resolved, notice: string): Resolved {
	return resolved.kind === 'answer' ? { ...resolved, stderr: notice + resolved.stderr } : resolved;
}

const shownHelp = (version: ClientVersion, path: string, line: ParsedLine): Resolved =>
	answer((line.isOldHelp ? oldHelp : '') + whole().helpText(version, path));

function flagRefusal(path: string, error: string, usage = ''): Resolved {
	const name = path ? `docker ${path}` : 'docker';
	return refusal(`${error}\nSee '${name} --help'.${usage && `\n\n${usage}`}`, 125);
}

function command(
	version: ClientVersion,
	spec: CommandSpec,
	path: string,
	words: readonly string[],
	global: Flags,
) {
	const line = parseFlags(version, spec.flags, words, spec.arguments.stopsAtFirst);
	if ('error' in line) return flagRefusal(path, line.error);
	if (line.flags.isOn('help')) return shownHelp(version, path, line);
	const { least, most, words: rule } = spec.arguments;
	const name = `docker ${path}`;
	if (line.args.length < least || line.args.length > most)
		return refusal(
			`"${name}" ${rule}.\nSee '${name} --help'.\n\n${whole().shortUsage(version, spec.name, path)}`,
			1,
		);
	const { flags, args } = line;
	return {
		kind: 'command',
		name: spec.name,
		path: name,
		flags,
		args,
		global,
		notice: noticeFor(version, path),
	} as const;
}

/** The command below a path, by its name or another word for it. */
function specIn(
	specs: readonly CommandSpec[],
	group: string,
	word: string,
): [CommandSpec, string] | undefined {
	const prefix = group ? `${group} ` : '';
	for (const spec of specs) {
		if (spec.paths.includes(prefix + word)) return [spec, prefix + word];
		if (group && spec.name.startsWith(prefix) && spec.aliases.includes(word)) return [spec, spec.name];
	}
	return undefined;
}

const specBelow = (version: ClientVersion, group: string, word: string) =>
	specIn(whole().commandTree(version).specs, group, word);

function isAbsent(version: ClientVersion, path: string): boolean {
	const all = [...whole().absentCommands(version), ...whole().trustGroups];
	return all.some((listed) => listed.path === path);
}

/** Splits the words of a group into options and the first word that is none (cobra's Command.Traverse). */
function firstWord(words: readonly string[]): number {
	for (let i = 0; i < words.length; i++) {
		const word = words[i]!;
		if (!word.startsWith('-')) return i;
		const takesNext =
			!word.includes('=') && (word.startsWith('--') ? word !== '--help' : word.length === 2 && word !== '-h');
		if (takesNext) i++;
	}
	return -1;
}

function group(version: ClientVersion, path: string, words: readonly string[], global: Flags): Resolved {
	const at = firstWord(words);
	const word = words[at];
	const found = word === undefined ? undefined : specBelow(version, path, word);
	if (word !== undefined && isAbsent(version, `${path} ${word}`)) return absent(`${path} ${word}`);
	const line = parseFlags(version, [], found ? words.slice(0, at) : words, false);
	if ('error' in line)
		return found ? refusal(line.error, 1) : flagRefusal(path, line.error, whole().usageText(version, path));
	if (found && line.flags.isOn('help')) return shownHelp(version, found[1], line);
	if (found)
		return withNotice(
			command(version, found[0], found[1], words.slice(at + 1), global),
			noticeFor(version, found[1]),
		);
	if (line.flags.isOn('help')) return shownHelp(version, path, line);
	if (line.args.length) return refusal(`\n${whole().usageText(version, path).trimEnd()}`, 1);
	return answer('', whole().helpText(version, path));
}

function topic(version: ClientVersion, words: readonly string[]): Resolved {
	if (words.includes('--help')) return answer('\nUsage:  docker help [command]\n\nHelp about the command\n');
	let path = '';
	for (const [i, word] of words.entries()) {
		const found = specBelow(version, path, word);
		const isGroup = !path && whole().openGroups.has(word);
		if (!found && !isGroup) return refusal(`unknown help topic: ${words.slice(i).join(' ')}`, 1);
		path = found ? found[1] : word;
	}
	return answer(whole().helpText(version, path));
}

function unknown(version: ClientVersion, word: string, words: readonly string[]): Resolved {
	const isGroup = whole()
		.groups(version)
		.some((listed) => listed.path.replace('*', '') === word);
	if (isGroup || whole().hiddenGroups.has(word) || word === 'completion') return absent(word);
	const line = parseFlags(version, everyday(version).root.flags, words, false);
	if ('error' in line) return flagRefusal('', line.error, whole().usageText(version, ''));
	if (line.flags.isOn('help')) return shownHelp(version, '', line);
	return refusal(`docker: '${word}' is not a docker command.\nSee 'docker --help'`, 1);
}

export function resolve(version: ClientVersion, words: readonly string[]): Resolved {
	const line = parseFlags(version, everyday(version).root.flags, words, true);
	if ('error' in line) return flagRefusal('', line.error, whole().usageText(version, '', false));
	const { flags: global, args } = line;
	if (!levels.has(global.text('log-level').toLowerCase()))
		return refusal(`Unable to parse logging level: ${global.text('log-level')}`, 1);
	const [word, ...rest] = args;
	if (global.isOn('help')) return shownHelp(version, '', line);
	if (word === undefined)
		return global.isOn('version') ? { kind: 'version' } : answer('', whole().helpText(version, ''));
	if (word === 'help') return topic(version, rest);
	const found = specIn(everyday(version).specs, '', word) ?? specBelow(version, '', word);
	if (!found && whole().openGroups.has(word))
		return withNotice(group(version, word, rest, global), word === 'builder' ? noticeFor(version, word) : '');
	if (!found) return unknown(version, word, args);
	return withNotice(command(version, found[0], found[1], rest, global), noticeFor(version, found[1]));
}
