/**
 * Host is a state while commands run on it. `emit` is the only way anything changes. What runs (programs half-way
 * through, pipes, timers) is kept by the Scheduler beside it; what can be seen is in the state.
 */
import { apply, type HostEvent } from './event.ts';
import { profiles, type Profile } from './profile.ts';
import { Scheduler } from './scheduler.ts';
import type { HostState } from './state.ts';
import { Kin } from './kin.ts';
import type { Server } from './kernel/sockets.ts';
import type { Process, Program, Running } from './process.ts';

/** The state after an event. */
export interface Change {
	readonly event: HostEvent;
	readonly state: HostState;
}

/** Finds the program that the file at `path` (as `pid` sees it) stands for; undefined where it is not simulated. */
export type Programs = (host: Host, pid: number, path: string) => Program | undefined;

export type Service = (verb: string, process: Process) => Running<number>;

export class Host {
	state: HostState;
	changes: Change[] = [];
	readonly profile: Profile;
	readonly programs: Programs;
	readonly scheduler: Scheduler;
	readonly kin: Kin;
	/** Who answers behind a listening socket, by the socket's id. */
	readonly servers = new Map<number, Server>();
	/** What systemctl(1) can start and stop, by unit: answers the exit code. */
	readonly services = new Map<string, Service>();

	constructor(state: HostState, programs: Programs) {
		this.state = state;
		this.profile = profiles[state.profile];
		this.programs = programs;
		this.kin = new Kin(state);
		this.scheduler = new Scheduler(this);
	}

	emit(event: HostEvent): void {
		this.kin.follow(this.state, event);
		if (event.kind === 'socket.close') this.servers.delete(event.id);
		this.state = apply(this.state, event);
		this.changes.push({ event, state: this.state });
	}

	/** The changes since the last call. */
	takeChanges(): Change[] {
		const taken = this.changes;
		this.changes = [];
		return taken;
	}
}
