/** A column that stands for many paths, opened: a page of them, each by itself or in ranges, and all others folded. */
import type { Column } from './columns.ts';
import { MOST } from './room.ts';

const PAGE = MOST - 1;

/** What a key of the picture says of a path: `path:etc/passwd`, `file:web/upper/etc/passwd`, `file:0123456789ab/etc/passwd`. */
const nameIn = (key: string): string | undefined =>
	/^path:(.+)$/s.exec(key)?.[1] ?? /^(?:file|copy|gone|diff):[^/]+\/(?:upper\/)?(.+)$/s.exec(key)?.[1];

const single = (path: string): Column => ({ name: path.slice(1), paths: [path] });
const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const folderOf = (path: string): string => path.slice(1, path.lastIndexOf('/') + 1);
/** How the name of a range begins. */
const startOf = (path: string): string => `${folderOf(path)}{${baseOf(path)}…`;

/** `etc/{a…f}`: the paths of a range, in the order of their letters. */
function rangeOf(paths: readonly string[]): Column {
	const [first = '', last = ''] = [paths[0], paths.at(-1)];
	if (paths.length === 1) return single(first);
	return { name: `${startOf(first)}${baseOf(last)}}`, paths };
}

const isMeant = ({ name, paths }: Column, wanted: string): boolean =>
	name === wanted || paths.includes(`/${wanted}`);

function ranges(paths: readonly string[]): readonly Column[] {
	const length = Math.max(PAGE, Math.floor(paths.length / PAGE));
	const count = Math.min(PAGE, Math.ceil(paths.length / length));
	return Array.from({ length: count }, (_, i) =>
		rangeOf(paths.slice(i * length, i === count - 1 ? undefined : (i + 1) * length)),
	);
}

function unfolded(group: Column, wanted: string): readonly Column[] {
	const paths = [...group.paths].sort();
	if (paths.length <= PAGE) return paths.map(single);
	const parts = ranges(paths);
	const inside = parts.find((each) => each.paths.length > 1 && isMeant(each, wanted));
	return inside ? unfolded(inside, wanted) : parts;
}

export function opened(columns: readonly Column[], chosen: string): readonly Column[] {
	const wanted = nameIn(chosen);
	const group = columns.find(
		(each) =>
			each.paths.length > 1 &&
			wanted !== undefined &&
			(isMeant(each, wanted) || each.paths.some((path) => wanted.startsWith(startOf(path)))),
	);
	if (!group || wanted === undefined) return columns;
	const shown = unfolded(group, wanted);
	const own = new Set(shown.flatMap((each) => each.paths));
	const rest = columns.flatMap((each) => each.paths).filter((path) => !own.has(path));
	return rest.length > 0 ? [{ name: '*', paths: rest }, ...shown] : shown;
}
