/** Which client answers: 20.10 or 26.1 speak differently in places. */
export type ClientVersion = 20 | 26;

export interface FlagSpec {
	readonly name: string;
	readonly short: string;
	/** pflag's word for the kind of value; empty for a switch. */
	readonly kind: string;
	/** As the table has it. */
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
	/** The table's further lines, which --help reads. */
	readonly notes: readonly string[];
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

function flagSpec(line: string): FlagSpec {
	const [, hidden, short = '', name = '', kind = '', usage = ''] =
		/^(~?)(?:-(\w) )?([\w-]+)(?:=(\S+))? ?(.*)$/.exec(line) ?? [];
	return { name, short, kind, usage, isHidden: hidden === '~' };
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
	const paths = [name, ...others];
	const aliases = words.slice(length);
	const [, count = '', use = ''] = /^(\S+) ?(.*)$/.exec(rule) ?? [];
	return {
		name,
		paths,
		aliases,
		use,
		short,
		notes: rest.filter((line) => /^["@>]/.test(line)),
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
