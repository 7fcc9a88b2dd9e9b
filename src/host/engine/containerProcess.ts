/** The program a container runs, as whom, where, with which environment (runc: libcontainer/init_linux.go; moby: daemon/oci_linux.go). */
import { capabilities, containerCapabilities, type Capability } from '../kernel/capability.ts';
import { content, exists, makeDirectory, status } from '../kernel/files.ts';
import { isErrno } from '../kernel/errno.ts';
import { changeDirectory } from '../kernel/path.ts';
import type { ResourceLimits } from '../kernel/resourceLimits.ts';
import type { Host } from '../host.ts';
import type { Container, HostConfig } from './container.ts';
import { DEFAULT_PATH } from './defaults.ts';
import { EngineError } from './error.ts';
import { linkEnvironment } from './nameFiles.ts';

type Env = Readonly<Record<string, string>>;

/** PATH and HOSTNAME, what links tell, then the configuration's own. HOME comes with the user. */
export function environmentOf(host: Host, container: Container): Record<string, string> {
	const { config } = container;
	const env: Record<string, string> = { PATH: DEFAULT_PATH, HOSTNAME: config.hostname };
	if (config.tty) env['TERM'] = 'xterm';
	for (const pair of [...linkEnvironment(host.state, container), ...config.env]) setPair(env, pair);
	return env;
}
export function setPair(env: Record<string, string>, pair: string): void {
	const at = pair.indexOf('=');
	if (at < 0) delete env[pair];
	else env[pair.slice(0, at)] = pair.slice(at + 1);
}

export interface Identity {
	readonly uid: number;
	readonly gid: number;
	readonly home: string;
	/** Its own group and the others, as the kernel sorts them. */
	readonly groups: readonly number[];
}

const numbered = (text: string) => /^\d+$/.test(text);
const lines = (host: Host, pid: number, path: string): string[][] =>
	exists(host.state, pid, path)
		? content(host.state, pid, path)
				.split('\n')
				.map((line) => line.split(':'))
		: [];

/** `name|uid[:group|gid]` by the container's own /etc/passwd and /etc/group (moby: user.GetExecUser). */
export function identityOf(
	host: Host,
	pid: number,
	user: string,
	groupAdd: readonly string[] = [],
): Identity {
	const [name = '', group] = user.split(':');
	const entry = lines(host, pid, '/etc/passwd').find(([each, , uid]) =>
		numbered(name) ? uid === name : each === (name || 'root'),
	);
	if (name && !numbered(name) && !entry)
		throw new EngineError('invalid', `unable to find user ${name}: no matching entries in passwd file`);
	const uid = entry ? Number(entry[2]) : Number(name || 0);
	if (uid > 2147483647) throw new EngineError('invalid', 'uids and gids must be in range 0-2147483647');
	const gid = group === undefined ? Number(entry?.[3] ?? 0) : groupNumber(host, pid, group);
	const member = lines(host, pid, '/etc/group')
		.filter(([, , , members]) => group === undefined && members?.split(',').includes(entry?.[0] ?? ''))
		.map(([, , each]) => Number(each));
	const added = groupAdd.map((each) => groupNumber(host, pid, each, `Unable to find group ${each}`));
	const groups = [...new Set([gid, ...member, ...added])].sort((a, b) => a - b);
	return { uid, gid, home: entry?.[5] || '/', groups };
}

function groupNumber(
	host: Host,
	pid: number,
	group: string,
	refusal = `unable to find group ${group}: no matching entries in group file`,
): number {
	const entry = lines(host, pid, '/etc/group').find(([name, , gid]) =>
		numbered(group) ? gid === group : name === group,
	);
	if (!entry && !numbered(group)) throw new EngineError('invalid', refusal);
	return entry ? Number(entry[2]) : Number(group);
}

const named = (words: readonly string[]) => words.map((word) => word.toUpperCase().replace(/^CAP_/, ''));

/** The default set, with what was added and dropped (moby: oci/caps/utils.go TweakCapabilities). */
export function capabilitiesOf({ privileged, capAdd, capDrop }: HostConfig): readonly Capability[] {
	const added = named(capAdd);
	const dropped = named(capDrop);
	if (privileged || added.includes('ALL')) return capabilities.filter((each) => !dropped.includes(each));
	const basis = dropped.includes('ALL')
		? []
		: containerCapabilities.filter((each) => !dropped.includes(each));
	return capabilities.filter((each) => basis.includes(each) || added.includes(each));
}

/** Credentials, directory, capabilities and the seccomp filter, in runc's order. */
export function becomeUser(
	host: Host,
	pid: number,
	hostConfig: HostConfig,
	identity: Identity,
	workingDir: string,
): void {
	enterDirectory(host, pid, workingDir || '/');
	const { uid, gid, groups } = identity;
	const { oomScoreAdj } = hostConfig;
	if (host.state.tasks.get(pid)!.oomScoreAdj !== oomScoreAdj) change(host, pid, 'oom-score', { oomScoreAdj });
	const held = capabilitiesOf(hostConfig);
	change(host, pid, 'capabilities', { capabilities: uid === 0 ? held : [] });
	if (uid || gid || groups.length > 1) change(host, pid, 'credentials', { uid, gid, groups });
	change(host, pid, 'limits', {
		limits: { ...containerLimits, ...Object.fromEntries(hostConfig.ulimits.map(ulimitOf)) },
	});
	const noNewPrivileges = hostConfig.securityOpt.some((each) =>
		/^no-new-privileges(?:[:=]true)?$/.test(each),
	);
	const seccomp =
		!hostConfig.privileged && !hostConfig.securityOpt.some((each) => /^seccomp[:=]unconfined$/.test(each));
	if (seccomp || noNewPrivileges) change(host, pid, 'seccomp', { seccomp, noNewPrivileges });
}

/** What dockerd and containerd hand down (their units say `infinity`), and `NAME=SOFT[:HARD]`. */
const containerLimits: ResourceLimits = {
	nproc: [Infinity, Infinity],
	nofile: [1048576, 1048576],
	core: [Infinity, Infinity],
};
export const ulimitOf = (text: string): [string, readonly [number, number]] => {
	const [name = '', range = ''] = text.split('=');
	const [soft, hard] = range.split(':').map(Number);
	const whole = (value: number | undefined) => (value === -1 ? Infinity : (value ?? 0));
	return [name, [whole(soft), whole(hard ?? soft)]];
};

type Change = Extract<Parameters<Host['emit']>[0], { kind: 'task.change' }>;
const change = (host: Host, pid: number, why: Change['why'], set: Change['set']) =>
	host.emit({ kind: 'task.change', pid, why, set });

/** A container's own working directory is made for it; an exec's must be there (runc: finalizeNamespace). */
function enterDirectory(host: Host, pid: number, path: string): void {
	if (path === '/') return;
	if (!exists(host.state, pid, path)) makeDirectory(host, pid, path, { parents: true });
	changeDirectory(host, pid, path);
}

/** Go's exec.LookPath as task `pid` would do it; throws what runc reports of it. */
export function programPath(host: Host, pid: number, name: string, env: Env): string {
	if (name.includes('/')) {
		const wrong = whyNot(host, pid, name);
		if (wrong) throw new Error(`exec: "${name}": ${wrong}`);
		return name;
	}
	for (const directory of (env['PATH'] ?? '').split(':')) {
		const path = `${directory || '.'}/${name}`;
		if (name && !whyNot(host, pid, path)) return path;
	}
	throw new Error(`exec: "${name}": executable file not found in $PATH`);
}

function whyNot(host: Host, pid: number, path: string): string | undefined {
	try {
		const { kind, mode } = status(host.state, pid, path);
		if (kind === 'dir') return host.profile.major >= 26 ? 'is a directory' : 'permission denied';
		return mode & 0o111 ? undefined : 'permission denied';
	} catch (error) {
		if (!isErrno(error)) throw error;
		return `stat ${path}: ${error.message.toLowerCase()}`;
	}
}
