/** Which client answers: 20.10 or 26.1 speak differently in places. */
export type ClientVersion = 20 | 26;

export interface FlagSpec {
	readonly name: string;
	readonly short: string;
	/** pflag's word for the kind of value; empty for a switch. */
	readonly kind: string;
	readonly usage: string;
	readonly isHidden: boolean;
}

export interface CommandSpec {
	/** The name under its group, whatever was typed: `container ls`, `inspect`. */
	readonly name: string;
	/** Every path that leads here, without `docker`. */
	readonly paths: readonly string[];
	/** The words that stand for the last one of the first path. */
	readonly aliases: readonly string[];
	readonly use: string;
	readonly short: string;
	readonly long: string;
	readonly example: string;
	/** What `--help` says under Aliases. */
	readonly aliasLine: string;
	readonly arguments: ArgumentRule;
	readonly flags: readonly FlagSpec[];
}

export interface ArgumentRule {
	readonly least: number;
	readonly most: number;
	readonly words: string;
	/** Whether what follows the first argument belongs to the command in the container. */
	readonly stopsAtFirst: boolean;
}

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

function flagSpec(line: string): FlagSpec {
	const [, hidden, short = '', name = '', kind = '', usage = ''] =
		/^(~?)(?:-(\w) )?([\w-]+)(?:=(\S+))? ?(.*)$/.exec(line) ?? [];
	return { name, short, kind, usage: usages[usage] ?? unescaped(usage), isHidden: hidden === '~' };
}

const plural = (n: number): string => (n === 1 ? 'argument' : 'arguments');

function argumentRule(written: string): ArgumentRule {
	const stopsAtFirst = written.endsWith('!');
	const [, from = '', dash = '', to = '', more = ''] = /^(\d*)(-?)(\d*)(\+?)/.exec(written) ?? [];
	const least = Number(from || 0);
	const most = more ? Infinity : dash ? Number(to) : least;
	const words = more
		? `requires at least ${least} ${plural(least)}`
		: !dash
			? least
				? `requires exactly ${least} ${plural(least)}`
				: 'accepts no arguments'
			: from
				? `requires at least ${least} and at most ${most} ${plural(most)}`
				: `requires at most ${most} ${plural(most)}`;
	return { least, most, words, stopsAtFirst };
}

/** 26.1 spells every path out, 20.10 gives the words; only 20.10 has rmi among them. */
function aliasLine(version: ClientVersion, paths: readonly string[], aliases: readonly string[]): string {
	const [first = '', ...others] = paths;
	const group = first.slice(0, first.lastIndexOf(' ') + 1);
	const last = first.slice(group.length);
	if (version === 20) return aliases.length ? [last, ...aliases].join(', ') : '';
	const words = aliases.filter((alias) => alias !== 'rmi').sort();
	const all = [first, ...words.map((word) => group + word), ...others];
	return all.length > 1 ? all.map((path) => `docker ${path}`).join(', ') : '';
}

/** The lines of a block meant for this version, their marks taken off. */
const linesFor = (version: ClientVersion, lines: readonly string[]): string[] =>
	lines.flatMap((line) => {
		const [, only, rest] = /^(2[06]):(.*)$/.exec(line) ?? [];
		return !only ? [line] : Number(only) === version ? [rest!] : [];
	});

const wordsFor = (version: ClientVersion, words: string): string[] =>
	linesFor(version, words.split(' ').slice(0)).filter(Boolean);

function commandSpec(version: ClientVersion, block: string, shared: string): CommandSpec | undefined {
	const [head = '', ...lines] = block.split('\n');
	const [first = '', ...others] = head.slice(2).split(', ');
	const words = wordsFor(version, first);
	const length = /^(container|image|network|volume|system|builder|context) /.test(first) ? 2 : 1;
	const name = words.slice(0, length).join(' ');
	const [rule, short = '', ...rest] = linesFor(
		version,
		lines.flatMap((l) => (l === '%create' ? shared.split('\n') : l)),
	);
	if (rule === undefined) return undefined;
	const said = (mark: string) => rest.find((line) => line.startsWith(mark))?.slice(1);
	const paths = [name, ...others];
	const aliases = words.slice(length);
	const [, count = '', use = ''] = /^(\S+) ?(.*)$/.exec(rule) ?? [];
	return {
		name,
		paths,
		aliases,
		use: unescaped(use),
		short,
		long: unescaped(said('"') ?? short),
		example: unescaped(said('>') ?? ''),
		aliasLine: said('@') ?? aliasLine(version, paths, aliases),
		arguments: argumentRule(count),
		flags: rest
			.filter((line) => line && !/^["@>]/.test(line))
			.map(flagSpec)
			.sort((a, b) => (a.name < b.name ? -1 : 1)),
	};
}

/**
 * Reads the tables of commands: `= path aliases, other paths`, then the rule of arguments and the usage, what it
 * does, and one line per option `-s name=kind usage`. Lines of one version only begin with `20:` or `26:`;
 * `"` is the long text, `>` the example, `@` the alias line, `~` a hidden option.
 */
export function commandSpecs(
	version: ClientVersion,
	tables: readonly string[],
	shared: string,
): CommandSpec[] {
	const blocks = tables.flatMap((text) => text.trim().split(/\n(?== )/));
	return blocks.flatMap((block) => commandSpec(version, block, shared.trim()) ?? []);
}
