/** Engine is what dockerd keeps: containers, images and their layers, networks, volumes, and the journal of its events. */
import type { Growing } from '../state.ts';
import { Table } from '../table.ts';
import type { Tree } from '../kernel/tree.ts';
import type { BuildRecord } from './buildRecord.ts';
import type { Container } from './container.ts';
import type { Image, Layer } from './image.ts';
import type { Network } from './network.ts';
import type { Volume } from './volume.ts';
import type { Message } from './journal.ts';

export interface Engine {
	/** PID of dockerd; undefined while it is stopped. */
	readonly daemon?: number;
	readonly containers: Table<string, Container>;
	/** Container ids by name, without the slash. */
	readonly names: Table<string, string>;
	/** Container ids by the slot of the palette that is theirs. */
	readonly slots: Table<number, string>;
	/** The lowest that nobody has. */
	readonly freeSlot: number;
	readonly images: Table<string, Image>;
	/** Image ids by `repository:tag`. */
	readonly tags: Table<string, string>;
	/** Image ids by `repository@sha256:…`. */
	readonly digests: Table<string, string>;
	/** Read-only image layers by chain id (moby: layer store). */
	readonly layers: Table<string, Layer>;
	readonly networks: Table<string, Network>;
	readonly volumes: Table<string, Volume>;
	readonly journal: Table<number, Message>;
	/** Host ports taken: `tcp:0.0.0.0:8080` → container id. */
	readonly ports: Table<string, string>;
	/** What registries on this host hold, by where they keep it (see Registry). */
	readonly registries: Table<string, Registry>;
	/** The build under way, or the last one. */
	readonly build?: BuildRecord;
	/** The port handed out last from a range, `tcp:0.0.0.0:32768-60999`: the search goes on behind it. */
	readonly lastPorts: Readonly<Record<string, number>>;
	/** Default address pool tried first for the next network. */
	readonly nextPool: number;
}

/** An engine with its fields in one order, as `shapedState`. */
export const shapedEngine = (engine: Engine): Engine => {
	const shaped: Growing<Engine> = {
		containers: engine.containers,
		names: engine.names,
		slots: engine.slots,
		freeSlot: engine.freeSlot,
		images: engine.images,
		tags: engine.tags,
		digests: engine.digests,
		layers: engine.layers,
		networks: engine.networks,
		volumes: engine.volumes,
		journal: engine.journal,
		ports: engine.ports,
		registries: engine.registries,
		lastPorts: engine.lastPorts,
		nextPool: engine.nextPool,
	};
	if (engine.daemon !== undefined) shaped.daemon = engine.daemon;
	if (engine.build) shaped.build = engine.build;
	return shaped;
};

export interface Registry {
	/** `memory`, or the directory in which its files are: `device:inode`. */
	readonly place: string;
	/** Where it answered first. */
	readonly address: string;
	/** `repository:tag` → manifest digest. */
	readonly tags: Table<string, string>;
	/** Manifest digest → image with its layers. */
	readonly manifests: Table<
		string,
		{ readonly image: Image; readonly layers: readonly Layer[]; readonly repository: string }
	>;
	/** Blob digests that are there, with the repository: `repository@digest`. */
	readonly blobs: Table<string, true>;
	/** What a blob unpacks to, by its digest. */
	readonly contents: Table<string, Tree>;
}

export const emptyEngine: Engine = {
	containers: Table.empty(),
	names: Table.empty(),
	slots: Table.empty(),
	freeSlot: 0,
	images: Table.empty(),
	tags: Table.empty(),
	digests: Table.empty(),
	layers: Table.empty(),
	networks: Table.empty(),
	volumes: Table.empty(),
	journal: Table.empty(),
	ports: Table.empty(),
	registries: Table.empty(),
	lastPorts: {},
	nextPool: 0,
};
