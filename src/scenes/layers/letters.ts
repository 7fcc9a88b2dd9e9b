/** What `docker diff` says of a path: the engine's own answer. */
import type { Container } from '#host/engine/container.ts';
import { diff, type Change } from '#host/engine/layerDiff.ts';
import type { HostState } from '#host/state.ts';
import { hostDisk } from '../hostDisk.ts';
import { upperOf } from './directories.ts';

type Letters = ReadonlyMap<string, Change['kind']>;
const NONE: Letters = new Map();
const known = new WeakMap<object, Map<string, Letters>>();

/** Letters by path, as long as the disk stays as it is. */
export function lettersOf(state: HostState, container: Container): Letters {
	const disk = hostDisk(state);
	if (!disk || !upperOf(state, container)) return NONE;
	const byLayer = known.get(disk.inodes) ?? new Map<string, Letters>();
	known.set(disk.inodes, byLayer);
	const found =
		byLayer.get(container.layer) ??
		new Map(diff(state, container).map(({ path, kind }) => [path, kind] as const));
	byLayer.set(container.layer, found);
	return found;
}
