/** Shell is one running shell: its variables, functions, options, jobs and traps. Nobody but the shell can see them. */
import type { Host } from '../host.ts';
import { useMemory } from '../kernel/control.ts';
import { ownPidNamespace, pidInside } from '../kernel/life.ts';
import type { Process } from '../process.ts';
import type { Command, Dialect } from './language/script.ts';
import type { Job } from './jobs.ts';

export interface Variable {
	readonly value: string | undefined;
	readonly isExported: boolean;
	readonly isReadonly: boolean;
	readonly isInteger?: boolean;
}

/** break and continue. */
export class LoopJump {
	readonly isContinue: boolean;
	levels: number;
	constructor(isContinue: boolean, levels: number) {
		this.isContinue = isContinue;
		this.levels = levels;
	}
}
export class Return {
	readonly status: number;
	constructor(status: number) {
		this.status = status;
	}
}
/** exit. */
export class Leave {
	readonly status: number;
	constructor(status: number) {
		this.status = status;
	}
}
/** An error that gives up the whole line; a shell that reads a script ends with it. */
export class GiveUp {
	readonly status: number;
	readonly endsBash: boolean;
	constructor(status: number, endsBash = false) {
		this.status = status;
		this.endsBash = endsBash;
	}
}

export interface ShellSetting {
	readonly dialect: Dialect;
	/** $0 */
	readonly name: string;
	readonly parameters?: readonly string[];
	/** Where its commands come from. In a session an error ends the line, not the shell. */
	readonly source: 'session' | 'command' | 'script' | 'input';
	readonly options?: Iterable<string>;
}

/** Values that take memory of their own begin here (bytes). */
const LONG = 1 << 16;

/** ash and dash keep variables in a table of 39 lists by their names (shell/ash.c hash_var): the order of the environment. */
const bucket = (name: string): number =>
	[...name].reduce((sum, letter) => sum + letter.charCodeAt(0), name.charCodeAt(0) << 4) % 39;
const inBuckets = (environment: Readonly<Record<string, string>>): Record<string, string> =>
	Object.fromEntries(Object.entries(environment).sort(([a], [b]) => bucket(a) - bucket(b)));

export class Shell {
	readonly process: Process;
	readonly dialect: Dialect;
	readonly name: string;
	readonly source: ShellSetting['source'];
	readonly variables = new Map<string, Variable>();
	readonly functions = new Map<string, Command>();
	readonly options = new Set<string>();
	readonly traps = new Map<string, string>();
	readonly aliases = new Map<string, string>();
	readonly jobs: Job[] = [];
	/** Where programs were found. */
	readonly paths = new Map<string, string>();
	/** What `local` hid, per function call. */
	readonly frames: Map<string, Variable | undefined>[] = [];
	parameters: readonly string[];
	status = 0;
	/** Status of the last command substitution in an assignment. */
	substituted: number | undefined;
	line = 1;
	loops = 0;
	/** How many tests (`if`, `&&` …) what runs now stands in: set -e looks away. */
	tested = 0;
	/** How many `.` files it is reading. */
	sourced = 0;
	isSubshell = false;
	isTrapRunning = false;
	/** $$ and $! as this shell's PID namespace numbers them. */
	ownPid: number;
	lastBackground: number | undefined;
	/** Turns of loops since something last took time. */
	turns = 0;
	random = 1;

	constructor(process: Process, setting: ShellSetting) {
		this.process = process;
		this.dialect = setting.dialect;
		this.name = setting.name;
		this.source = setting.source;
		this.parameters = setting.parameters ?? [];
		for (const option of setting.options ?? []) this.options.add(option);
		this.ownPid = this.numberOf(process.pid);
	}
	get host(): Host {
		return this.process.host;
	}
	get isScript(): boolean {
		return this.source === 'script';
	}
	get isBash(): boolean {
		return this.dialect === 'bash';
	}
	/** A PID as this shell sees it. */
	numberOf(pid: number): number {
		return pidInside(this.host.state, pid, ownPidNamespace(this.process.task)) ?? pid;
	}

	get(name: string): string | undefined {
		return this.variables.get(name)?.value;
	}
	/** Throws GiveUp for a readonly one. */
	set(name: string, value: string, isExported = false): void {
		const old = this.variables.get(name);
		if (old?.isReadonly) {
			this.complain(this.isBash ? `${name}: readonly variable` : `${name}: is read only`);
			throw new GiveUp(this.isBash ? 1 : 2);
		}
		this.variables.set(name, {
			value,
			isExported: isExported || (old?.isExported ?? this.options.has('a')),
			isReadonly: false,
			...(old?.isInteger && { isInteger: true }),
		});
		if (name === 'PATH') this.paths.clear();
		this.#charge(value.length - (old?.value?.length ?? 0));
	}
	/** Long values take memory; short ones are in what the shell has anyway. */
	#charge(more: number): void {
		if (Math.abs(more) >= LONG) useMemory(this.host, this.process.pid, more);
	}
	get environment(): Record<string, string> {
		const environment: Record<string, string> = {};
		for (const [name, { value, isExported }] of this.variables)
			if (isExported && value !== undefined) environment[name] = value;
		return this.isBash ? environment : inBuckets(environment);
	}

	/** What complaints begin with; `builtin` is the builtin that complains. */
	title(builtin?: string): string {
		const by = builtin === undefined ? '' : `: ${builtin}`;
		if (this.dialect === 'dash') return `${this.name}: ${this.line}${by}`;
		if (this.isScript || (builtin !== undefined && this.dialect === 'ash'))
			return this.isBash
				? `${this.name}: line ${this.line}${by}`
				: `${this.name}${by}: line ${this.isScript ? this.line : 0}`;
		return `${this.name}${by}`;
	}
	complain(text: string, builtin?: string): void {
		this.process.error(`${this.title(builtin)}: ${text}\n`);
	}

	/** The same shell in a child process: fork(2) copies everything but jobs and traps. */
	copyFor(process: Process): Shell {
		const copy = new Shell(process, this);
		for (const [name, variable] of this.variables) copy.variables.set(name, variable);
		for (const [name, body] of this.functions) copy.functions.set(name, body);
		for (const [signal, command] of this.traps) if (command === '') copy.traps.set(signal, command);
		copy.status = this.status;
		copy.line = this.line;
		copy.tested = this.tested;
		copy.isSubshell = true;
		copy.ownPid = this.ownPid;
		copy.lastBackground = this.lastBackground;
		copy.random = this.random;
		copy.frames.push(...this.frames.map((frame) => new Map(frame)));
		return copy;
	}
}
