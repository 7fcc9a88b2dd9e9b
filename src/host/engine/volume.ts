/** Volume is a directory under /var/lib/docker/volumes that outlives containers (docs: storage/volumes). */
import type { Appliers } from '../event.ts';

export interface Volume {
	readonly name: string;
	readonly driver: string;
	/** /var/lib/docker/volumes/NAME/_data */
	readonly mountpoint: string;
	readonly created: number;
	readonly isAnonymous: boolean;
	readonly labels: Readonly<Record<string, string>>;
	/** `--opt`: what is mounted there, of which type, with which options. */
	readonly options: Readonly<Record<string, string>>;
	/** Made by `docker volume create`, not by a container that named it. */
	readonly isAskedFor: boolean;
}

export type VolumeEvent =
	| { readonly kind: 'volume.create'; readonly volume: Volume }
	| { readonly kind: 'volume.remove'; readonly name: string };

export const volumeAppliers: Appliers<VolumeEvent> = {
	'volume.create': (state, { volume }) => ({
		...state,
		engine: { ...state.engine, volumes: state.engine.volumes.set(volume.name, volume) },
	}),
	'volume.remove': (state, { name }) => ({
		...state,
		engine: { ...state.engine, volumes: state.engine.volumes.delete(name) },
	}),
};
