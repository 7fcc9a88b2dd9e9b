/** What `docker … --help` prints (docker/cli: cli/cobra.go, usageTemplate). */
import { commandTree, type CommandTree } from './tree.ts';
import type { ClientVersion, CommandSpec, FlagSpec } from './spec.ts';
import { wrap } from './wrap.ts';
import { commonCommands, groups, swarmGroups, trustGroups, type Listed } from './groups.ts';

const formatting =
	'Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates';
const table =
	"'table':            Print output in table format with column headers (default)\n'table TEMPLATE':   Print output in table format using the given Go template\n";
const json =
	"'json':             Print in JSON format\n'TEMPLATE':         Print output using the given Go template.\n";
const usages: Readonly<Record<string, string>> = {
	'%table': `Format output using a custom template:\n${table}${json}${formatting}`,
	'%json': `Format output using a custom template:\n${json}${formatting}`,
	'%go': 'Format the output using the given Go template',
};

const unescaped = (text: string): string => text.replaceAll('\\n', '\n');

const width = 79;

export function optionLines(flags: readonly FlagSpec[]): string {
	const shown = flags.filter((flag) => !flag.isHidden);
	const heads = shown.map((flag) => {
		const short = flag.short ? `  -${flag.short}, ` : '      ';
		return `${short}--${flag.name}${flag.kind ? ` ${flag.kind}` : ''}`;
	});
	const column = Math.max(...heads.map((head) => head.length)) + 3;
	return shown
		.map(
			(flag, i) =>
				heads[i]!.padEnd(column) + wrap(column, width, usages[flag.usage] ?? unescaped(flag.usage)),
		)
		.join('\n');
}

/** The names of a list are padded to eleven, as cobra does, or to the longest. */
function commandLines(listed: readonly Listed[], padding = 11): string {
	const last = (path: string) => path.slice(path.lastIndexOf(' ') + 1);
	const sorted = [...listed].sort((a, b) => (last(a.path) < last(b.path) ? -1 : 1));
	return sorted.map(({ path, short }) => `  ${last(path).padEnd(padding)} ${short}`).join('\n');
}

/** The commands below a path, one level down. */
function below(tree: CommandTree, path: string): Listed[] {
	const prefix = path ? `${path} ` : '';
	const isBelow = (full: string) => full.startsWith(prefix) && !full.slice(prefix.length).includes(' ');
	const own = tree.specs.flatMap((spec) => spec.paths.map((full) => ({ path: full, short: spec.short })));
	return [...own, ...tree.absent].filter((listed) => isBelow(listed.path));
}

const section = (title: string, body: string): string => (body ? `\n\n${title}:\n${body}` : '');

/** `docker container` and the like. */
function groupUsage(version: ClientVersion, path: string): string {
	const tree = commandTree(version);
	const short = groups(version).find((group) => group.path === path)?.short ?? '';
	return [
		`Usage:  docker ${path} COMMAND\n\n${short}`,
		section('Management Commands', path === 'trust' ? commandLines(trustGroups) : ''),
		section('Commands', commandLines(below(tree, path))),
		`\n\nRun 'docker ${path} COMMAND --help' for more information on a command.\n`,
	].join('');
}

/** cobra adds its own group of 20.10 only once a command is being carried out. */
const completion: Listed = {
	path: 'completion',
	short: 'Generate the autocompletion script for the specified shell',
};

function rootUsage(version: ClientVersion, isUnderWay: boolean): string {
	const tree = commandTree(version);
	const alone = below(tree, '');
	const common = commonCommands(version);
	const top = common.map((name) => alone.find(({ path }) => path === name)!);
	const others = alone.filter(({ path }) => !common.includes(path));
	const topLines = top.map(({ path, short }) => `  ${path.padEnd(11)} ${short}`).join('\n');
	const options = optionLines(tree.root.flags);
	const managed = [...groups(version), ...(version === 20 && isUnderWay ? [completion] : [])];
	const more =
		version === 26
			? 'For more help on how to use Docker, head to https://docs.docker.com/go/guides/'
			: 'To get more help with docker, check out our guides at https://docs.docker.com/go/guides/';
	return [
		`Usage:  docker [OPTIONS] COMMAND\n\n${tree.root.short}`,
		section('Options', version === 20 ? options : ''),
		section('Common Commands', topLines),
		section('Management Commands', commandLines(managed)),
		section('Swarm Commands', commandLines(swarmGroups(version))),
		section('Commands', commandLines(others)),
		section('Global Options', version === 26 ? options : ''),
		`\n\nRun 'docker COMMAND --help' for more information on a command.\n\n${more}\n`,
	].join('');
}

/** 26.1 spells every path out, 20.10 gives the words; only 20.10 has rmi among them. */
function aliasLine(version: ClientVersion, { paths, aliases }: CommandSpec): string {
	const [first = '', ...others] = paths;
	const group = first.slice(0, first.lastIndexOf(' ') + 1);
	const last = first.slice(group.length);
	if (version === 20) return aliases.length ? [last, ...aliases].join(', ') : '';
	const words = aliases.filter((alias) => alias !== 'rmi').sort();
	const all = [first, ...words.map((word) => group + word), ...others];
	return all.length > 1 ? all.map((path) => `docker ${path}`).join(', ') : '';
}

function commandUsage(version: ClientVersion, spec: CommandSpec, path: string): string {
	const said = (mark: string) => spec.notes.find((line) => line.startsWith(mark))?.slice(1);
	const aliases = version === 20 && path !== spec.name ? '' : (said('@') ?? aliasLine(version, spec));
	const hasOptions = spec.flags.some((flag) => !flag.isHidden);
	return [
		`Usage:  ${useLine(spec, path)}\n\n${unescaped(said('"') ?? spec.short)}`,
		section('Aliases', aliases && `  ${aliases}`),
		section('Examples', unescaped(said('>') ?? '')),
		section('Options', hasOptions ? optionLines(spec.flags) : ''),
		'\n',
	].join('');
}

export const useLine = (spec: CommandSpec, path: string): string =>
	`docker ${path}${spec.use && ` ${unescaped(spec.use)}`}`;

/** The text after which an error or the help itself ends; `path` is empty for docker alone. */
export function usageText(version: ClientVersion, path: string, isUnderWay = true): string {
	if (!path) return rootUsage(version, isUnderWay);
	const spec = commandTree(version).specs.find((one) => one.paths.includes(path));
	return spec ? commandUsage(version, spec, path) : groupUsage(version, path);
}

export const helpText = (version: ClientVersion, path: string): string => `\n${usageText(version, path)}`;

/** What a wrong number of arguments is told. */
export function shortUsage(version: ClientVersion, name: string, path: string): string {
	const spec = commandTree(version).specs.find((each) => each.name === name)!;
	return `Usage:  ${useLine(spec, path)}\n\n${spec.short}`;
}
