import type { Volume } from '../../../engine/volume.ts';
import type { GoValue } from '../go/value.ts';
import { goTime } from './goTime.ts';

/** moby: api/types/volume.Volume */
export function volumeJson(
	{ created, driver, labels, mountpoint, name, options, isAskedFor }: Volume,
	isOld: boolean,
): { readonly [key: string]: GoValue } {
	const hasLabels = Object.keys(labels).length > 0;
	return {
		CreatedAt: goTime(Math.floor(created)),
		Driver: driver,
		Labels: hasLabels ? labels : null,
		Mountpoint: mountpoint,
		Name: name,
		Options: Object.keys(options).length || (isAskedFor && isOld) ? options : null,
		Scope: 'local',
	};
}
