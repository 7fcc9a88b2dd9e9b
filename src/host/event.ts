/**
 * HostEvent is one thing a host does; `apply` gives the host after it, and nothing else changes a host.
 * A slice's file declares its events beside their appliers. `noun.verb` names them.
 */
import { shapedState, type HostState } from './state.ts';
import { taskAppliers, type TaskEvent } from './kernel/task.ts';
import { namespaceAppliers, type NamespaceEvent } from './kernel/namespace.ts';
import { cgroupAppliers, type CgroupEvent } from './kernel/cgroup.ts';
import { mountAppliers, type MountEvent } from './kernel/mount.ts';
import { fileAppliers, type FileEvent } from './kernel/file.ts';
import { netAppliers, type NetEvent } from './kernel/net.ts';
import { netfilterAppliers, type NetfilterEvent } from './kernel/netfilter.ts';
import { conntrackAppliers, type ConntrackEvent } from './kernel/conntrack.ts';
import { packetAppliers, type PacketEvent } from './kernel/packet.ts';
import { lookupAppliers, type LookupEvent } from './kernel/lookup.ts';
import { pageAppliers, type PageEvent } from './kernel/pageCache.ts';
import { swapAppliers, type SwapEvent } from './kernel/swap.ts';
import { changesMemory, sampledNow } from './kernel/usage.ts';
import { clockAppliers, type ClockEvent } from './kernel/clock.ts';
import { containerAppliers, type ContainerEvent } from './engine/container.ts';
import { buildAppliers, type BuildEvent } from './engine/buildRecord.ts';
import { imageAppliers, type ImageEvent } from './engine/image.ts';
import { networkAppliers, type NetworkEvent } from './engine/network.ts';
import { volumeAppliers, type VolumeEvent } from './engine/volume.ts';
import { journalAppliers, type JournalEvent } from './engine/journal.ts';

export type HostEvent =
	| TaskEvent
	| NamespaceEvent
	| CgroupEvent
	| MountEvent
	| FileEvent
	| NetEvent
	| NetfilterEvent
	| ConntrackEvent
	| PacketEvent
	| LookupEvent
	| PageEvent
	| SwapEvent
	| ClockEvent
	| ContainerEvent
	| BuildEvent
	| ImageEvent
	| NetworkEvent
	| VolumeEvent
	| JournalEvent;

export type EventKind = HostEvent['kind'];
/** One applier for every kind of event in `E`; the compiler asks for each. */
export type Appliers<E extends { readonly kind: string }> = {
	readonly [K in E['kind']]: (state: HostState, event: Extract<E, { readonly kind: K }>) => HostState;
};

const appliers: Appliers<HostEvent> = {
	...taskAppliers,
	...namespaceAppliers,
	...cgroupAppliers,
	...mountAppliers,
	...fileAppliers,
	...netAppliers,
	...netfilterAppliers,
	...conntrackAppliers,
	...packetAppliers,
	...lookupAppliers,
	...pageAppliers,
	...swapAppliers,
	...clockAppliers,
	...containerAppliers,
	...buildAppliers,
	...imageAppliers,
	...networkAppliers,
	...volumeAppliers,
	...journalAppliers,
};

export const apply = (state: HostState, event: HostEvent): HostState => {
	const next = (appliers[event.kind] as (state: HostState, event: HostEvent) => HostState)(state, event);
	if (next === state) return state;
	return shapedState(changesMemory(state, event) ? sampledNow(next) : next, state);
};
