/**
 * Session is a host with somebody at it: one bash on the host and one on the machine outside, each of which keeps its
 * variables, directory and jobs from line to line.
 */
import { bootState, inodesOf, nameServerPid, shells } from './boot.ts';
import { bootDisks } from './bootDisks.ts';
import { bootNets } from './bootNets.ts';
import { startDaemon } from './engine/daemon.ts';
import { installImage } from './engine/layerStore.ts';
import type { Message } from './engine/journal.ts';
import { Host, type Change } from './host.ts';
import { imageNames } from './images/index.ts';
import { serveNames } from './kernel/nameServer.ts';
import { Process } from './process.ts';
import { profiles, type ProfileName } from './profile.ts';
import type { Answer, RecordedEvent, Shells } from './recording.ts';
import type { Place } from './sessionFile.ts';
import { Bash } from './shell/bash.ts';
import { programs, toolNames } from './shell/programs.ts';
import type { HostState } from './state.ts';
import { nullStream, Sink } from './stream.ts';
import { Table } from './table.ts';

export interface SessionOptions {
	readonly profile: ProfileName;
	/** Images in the store; undefined: the usual ones. */
	readonly images: readonly string[] | undefined;
	/** Whether a registry listens on 127.0.0.1:5000. */
	readonly registry: boolean;
}

/** What a line did: what it printed, and everything that changed. */
export interface Done extends Answer {
	readonly before: HostState;
	readonly changes: readonly Change[];
	/** It waited for what nobody was going to do (or never came to an end), and was interrupted as by Ctrl-C. */
	readonly isInterrupted: boolean;
}

/** A person types, and a second goes by: what runs in the background gets its turn. */
const THINKING = 0.05;

const booted = ({ profile: name, images, registry }: SessionOptions): Host => {
	const profile = profiles[name];
	const namespaces = { host: inodesOf('host'), outside: inodesOf('outside') };
	const tools = toolNames('gnu');
	const disks = bootDisks(profile, { tools, namespaces });
	const nets = bootNets(profile, { host: namespaces.host.net, outside: namespaces.outside.net });
	const state = bootState(name, {
		roots: {
			host: { root: disks.roots.host, cwd: disks.cwd },
			outside: { root: disks.roots.outside, cwd: disks.roots.outside },
		},
		mounts: Table.of(disks.mounts.map((each) => [each.namespace, each] as const)),
		filesystems: Table.of(disks.filesystems.map((each) => [each.device, each] as const)),
		nets: Table.of(nets.map((each) => [each.namespace, each] as const)),
		next: { mount: disks.nextMount, device: disks.nextDevice },
	});
	const host = new Host(state, programs);
	for (const image of images ?? imageNames) installImage(host, image);
	serveNames(host, nameServerPid);
	startDaemon(host, { registry });
	return host;
};

interface Terminal {
	readonly bash: Bash;
	readonly printed: { stdout: string; stderr: string };
}

const eventOf = ({ type, action, id, attributes }: Message): RecordedEvent => ({
	Type: type,
	// `exec_create: sh -c …`: the command is left out, as in the recordings.
	Action: action.replace(/:[^]*/, ''),
	id,
	...attributes,
});

export class Session implements Shells {
	readonly host: Host;
	readonly #terminals: Readonly<Record<Place, Terminal>>;
	#told: number;

	constructor(options: SessionOptions) {
		this.host = booted(options);
		this.#terminals = { host: this.#open('host'), outside: this.#open('outside') };
		this.host.scheduler.idle(0);
		this.#told = this.host.state.engine.journal.size;
		this.host.takeChanges();
	}

	#open(place: Place): Terminal {
		const printed = { stdout: '', stderr: '' };
		const streams = new Map([
			[0, nullStream],
			[1, new Sink((text) => void (printed.stdout += text))],
			[2, new Sink((text) => void (printed.stderr += text))],
		]);
		const process = new Process(this.host, shells[place], streams);
		const bash = new Bash(process);
		process.body = bash.body(process);
		this.host.scheduler.start(process);
		return { bash, printed };
	}

	/** Messages of the engine's journal since the last call. */
	#news(): RecordedEvent[] {
		const { journal } = this.host.state.engine;
		const news: RecordedEvent[] = [];
		for (; this.#told < journal.size; this.#told++) news.push(eventOf(journal.get(this.#told)!));
		return news;
	}

	/** Runs one line to its end. */
	run({ at, cmd }: { readonly at: Place; readonly cmd: string }): Done {
		const { host } = this;
		const { bash, printed } = this.#terminals[at];
		const before = host.state;
		for (const journey of new Set(host.state.packets.values().map((packet) => packet.journey)))
			host.emit({ kind: 'packet.clear', journey });
		printed.stdout = printed.stderr = '';
		bash.submit(cmd);
		const isInterrupted = host.scheduler.run(() => bash.isIdle) !== 'done';
		if (isInterrupted) {
			bash.interrupt();
			host.scheduler.run(() => bash.isIdle);
		}
		const exit = bash.status;
		host.scheduler.idle(THINKING);
		const { stdout, stderr } = printed;
		return { stdout, stderr, exit, events: this.#news(), before, changes: host.takeChanges(), isInterrupted };
	}

	/** Lets time pass; what happens meanwhile is in `changes`. */
	pass(seconds: number): Done {
		const before = this.host.state;
		this.host.scheduler.idle(seconds);
		return {
			stdout: '',
			stderr: '',
			exit: 0,
			events: this.#news(),
			before,
			changes: this.host.takeChanges(),
			isInterrupted: false,
		};
	}

	sleep(seconds: number): readonly RecordedEvent[] {
		return this.pass(seconds).events;
	}
}

export const openSession = (options: SessionOptions): Session => new Session(options);
/** The usual host: profile docker26-cgroup2, the usual images, no registry. */
export const usualSession = (profile: ProfileName = 'docker26-cgroup2'): Session =>
	openSession({ profile, images: undefined, registry: false });
