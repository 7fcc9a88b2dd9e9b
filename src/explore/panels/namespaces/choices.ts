/** What can be chosen of a container's namespaces, the line that says so, and what each of the eight has become. */
import { mainTask } from '#scenes/members.ts';
import type { Container } from '#host/engine/container.ts';
import type { NamespaceType } from '#host/kernel/namespace.ts';
import type { HostState } from '#host/state.ts';

/** The container that another one can share with. */
export const OTHER = 'web';
/** The container that the choices are about. */
export const OWN = 'mine';
export const FIRST = `docker run -d --name ${OTHER} --ipc shareable nginx`;

export interface Flag {
	readonly flag: string;
	readonly type: NamespaceType;
	/** The first is what it is without the flag. */
	readonly values: readonly string[];
}

export const FLAGS: readonly Flag[] = [
	{ flag: '--pid', type: 'pid', values: ['', 'host', `container:${OTHER}`] },
	{ flag: '--network', type: 'net', values: ['', 'host', 'none', `container:${OTHER}`] },
	{ flag: '--uts', type: 'uts', values: ['', 'host'] },
	{ flag: '--ipc', type: 'ipc', values: ['', 'host', 'none', `container:${OTHER}`] },
	{ flag: '--cgroupns', type: 'cgroup', values: ['', 'host', 'private'] },
	{ flag: '--userns', type: 'user', values: ['', 'host'] },
];

export type Choices = Readonly<Record<string, string>>;

const START = `docker run -d --name ${OWN}`;
const END = 'busybox sleep 1000';

export const lineOf = (choices: Choices): string =>
	[START, ...FLAGS.flatMap(({ flag }) => (choices[flag] ? [`${flag} ${choices[flag]}`] : [])), END].join(' ');

/** The choices a line makes, where it is one of these lines. */
export const choicesOf = (line: string): Choices | undefined => {
	const middle =
		line.startsWith(START) && line.endsWith(END) ? line.slice(START.length, -END.length) : undefined;
	return middle === undefined
		? undefined
		: Object.fromEntries(
				[...middle.matchAll(/(--\w+) (\S+)/g)].map(([, flag = '', value = '']) => [flag, value]),
			);
};

const TYPES: readonly NamespaceType[] = ['mnt', 'uts', 'ipc', 'pid', 'net', 'cgroup', 'user', 'time'];

export interface Become {
	readonly type: NamespaceType;
	readonly inode: number;
	/** Whose it is: its own, the host's, or another container's. */
	readonly whose: 'own' | 'host' | 'other';
	/** It would have been otherwise without the flags. */
	readonly isChosen: boolean;
}

const named = (state: HostState, name: string): Container | undefined =>
	state.engine.containers.find((each) => each.name === name);

/** What each of the eight is for the container, once it runs. */
export const becomeOf = (state: HostState, choices: Choices): readonly Become[] | undefined => {
	const [own, other] = [OWN, OTHER].map((name) => named(state, name));
	const task = own && mainTask(state, own);
	const shared = other && mainTask(state, other);
	if (!task) return undefined;
	return TYPES.map((type): Become => {
		const inode = task.namespaces[type];
		const isHosts = state.namespaces.get(inode)?.isInitial ?? false;
		const flag = FLAGS.find((each) => each.type === type);
		return {
			type,
			inode,
			whose: isHosts ? 'host' : shared?.namespaces[type] === inode ? 'other' : 'own',
			isChosen: flag !== undefined && Boolean(choices[flag.flag]),
		};
	});
};
