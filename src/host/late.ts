/**
 * Late is a part of the host that is fetched when somebody needs it. The host never waits for one: what needs a part
 * that is not there throws NotLoaded, and who runs the host loads it and runs the same commands again, on a new host.
 */
export interface Late<T> {
	(): T;
	load(): Promise<unknown>;
}

export class NotLoaded extends Error {
	readonly load: () => Promise<unknown>;
	constructor(words: readonly string[], load: () => Promise<unknown>) {
		super(`the part of the host for ${words.join(', ')} is not loaded`);
		this.load = load;
	}
}

const waiting = new Set<Late<unknown>>();
const byWord = new Map<string, Set<Late<unknown>>>();

/** A part, and the words of a command line that announce it. */
export function late<T>(words: readonly string[], load: () => Promise<T>): Late<T> {
	let part: T | undefined;
	const get = (): T => {
		if (part === undefined) throw new NotLoaded(words, own.load);
		return part;
	};
	const own: Late<T> = Object.assign(get, {
		load: async () => {
			part ??= await load();
			waiting.delete(own);
		},
	});
	waiting.add(own);
	for (const word of words) byWord.set(word, (byWord.get(word) ?? new Set()).add(own));
	return own;
}

/** Functions of a part, to be called as if it were there. */
export function lateFunctions<Name extends string, Run extends (...all: never[]) => unknown>(
	part: Late<Readonly<Record<Name, Run>>>,
	names: readonly Name[],
): Readonly<Record<Name, Run>> {
	const run = (name: Name) => ((...all) => part()[name](...all)) as Run;
	return Object.fromEntries(names.map((name) => [name, run(name)])) as Record<Name, Run>;
}

const GROUPS = new Set(['container', 'image', 'network', 'system', 'volume']);

/** The words of a line; what follows `docker` is a command of its own: `docker ps`, `docker image ls`. */
function announced(line: string): string[] {
	let group = '';
	return (line.match(/[\w[-]+|\(\(/g) ?? []).map((word) => {
		const full = group + word;
		group = full === 'docker' || (group === 'docker ' && GROUPS.has(word)) ? `${full} ` : '';
		return full;
	});
}

/** Loads what the words of these lines announce; a part may bring others along that they announce too. */
export async function loadNamed(lines: readonly string[]): Promise<void> {
	const words = [...new Set(lines.flatMap(announced))];
	for (;;) {
		const named = words.flatMap((word) => [...(byWord.get(word) ?? [])]).filter((part) => waiting.has(part));
		if (!named.length) return;
		await Promise.all(named.map((part) => part.load()));
	}
}

/** Loads every part: from then on nothing throws NotLoaded. */
export async function loadAll(): Promise<void> {
	while (waiting.size) await Promise.all([...waiting].map((part) => part.load()));
}

/** What `work` answers, begun again whenever a part was missing. */
export async function withParts<T>(work: () => T): Promise<T> {
	for (;;)
		try {
			return work();
		} catch (error) {
			if (!(error instanceof NotLoaded)) throw error;
			await error.load();
		}
}
