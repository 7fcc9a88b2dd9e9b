/** IpCall is one run of ip(8) or bridge(8): its options, its objects, and how it complains. */
import { isErrno, type Errno } from '../../../kernel/errno.ts';
import { linkNamed, netOf } from '../../../kernel/links.ts';
import type { Link, Net } from '../../../kernel/net.ts';
import type { Call } from '../../call.ts';
import type { Family, View } from './linkText.ts';

export interface IpOptions {
	readonly family: Family;
	readonly isBrief: boolean;
	readonly isOneLine: boolean;
}

export class IpCall {
	readonly call: Call;
	readonly options: IpOptions;
	readonly args: string[];
	readonly namespace: number;

	constructor(call: Call, options: IpOptions, args: readonly string[], namespace: number) {
		this.call = call;
		this.options = options;
		this.args = [...args];
		this.namespace = namespace;
	}
	get net(): Net {
		return netOf(this.call.state, this.namespace);
	}
	get view(): View {
		const { state, isBusybox } = this.call;
		return { state, namespace: this.namespace, net: this.net, isBusybox };
	}
	get isBusybox(): boolean {
		return this.call.isBusybox;
	}
	next(): string {
		const word = this.args.shift();
		return word ?? this.stop('Command line is not complete. Try option "help"', 255);
	}
	/** Text as it is, without the tool's name: iproute2 speaks so; busybox puts `ip: ` first. */
	say(text: string, status: number): number {
		this.call.err(`${this.isBusybox ? 'ip: ' : ''}${text}\n`);
		return status;
	}
	stop(text: string, status: number): never {
		this.say(text, status);
		return this.call.end(status);
	}
	real(what: string): never {
		return this.stop(`${what}: real, but not simulated here`, 255);
	}
	/** The link of that name; without it the kernel is not asked at all. */
	link(name: string): Link {
		const text = this.isBusybox ? `can't find device '${name}'` : `Cannot find device "${name}"`;
		return linkNamed(this.net, name) ?? this.stop(text, 1);
	}
	/** What the kernel answers to a request that it refuses (rtnetlink(7)). */
	answered(error: unknown): number {
		if (!isErrno(error)) throw error;
		return this.say(answerText(error), 2);
	}
	/** Changes need CAP_NET_ADMIN. */
	needAdmin(): void {
		const task = this.call.process.task;
		if (!task.capabilities.includes('NET_ADMIN')) this.stop('RTNETLINK answers: Operation not permitted', 2);
	}
}
const answerText = ({ message }: Errno): string => `RTNETLINK answers: ${message}`;

/** Whether a word is an abbreviation of a command (matches() of iproute2). */
export const isShort = (word: string, whole: string): boolean => word !== '' && whole.startsWith(word);
export const commandOf = (word: string, commands: readonly string[]): string | undefined =>
	commands.find((command) => isShort(word, command));
