/** hostname, uname, arch and pwd. */
import { isCapable } from '../../kernel/access.ts';
import { pathOf } from '../../kernel/path.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { optionsOf } from './options.ts';

const nameOf = (call: Call): string =>
	call.state.namespaces.get(call.process.task.namespaces.uts)?.hostname ?? '(none)';

const addresses = (call: Call): string[] =>
	(call.state.nets.get(call.process.task.namespaces.net)?.links.values() ?? [])
		.filter(({ name, isUp }) => name !== 'lo' && isUp)
		.flatMap(({ addresses: own }) => own.filter(({ family }) => family === 4).map(({ address }) => address));

export function* hostname(call: Call): Running<number> {
	const options = optionsOf(call, 'sfdiIyaA', {
		long: { short: 's', fqdn: 'f', long: 'f', domain: 'd', 'ip-address': 'i', 'all-ip-addresses': 'I' },
	});
	const [wish] = options.rest;
	const name = nameOf(call);
	if (wish !== undefined) {
		if (!isCapable(call.state, call.pid, 'SYS_ADMIN'))
			return call.fail(
				call.isBusybox ? 'sethostname: Operation not permitted' : 'you must be root to change the host name',
			);
		call.host.emit({ kind: 'namespace.hostname', inode: call.process.task.namespaces.uts, hostname: wish });
		return 0;
	}
	if (options.has('i') || options.has('I'))
		call.out(`${addresses(call).join(' ')}${options.has('I') ? ' ' : ''}\n`);
	else if (options.has('d')) call.out(`${name.split('.').slice(1).join('.')}\n`);
	else call.out(`${options.has('s') ? name.split('.')[0] : name}\n`);
	return 0;
}

/** `6.12.117+deb13-cloud-amd64` is Debian's 6.12.117-1. */
const build = (release: string) =>
	`#1 SMP PREEMPT_DYNAMIC${/deb\d/.test(release) ? ` Debian ${release.replace(/\+.*/, '')}-1` : ''}`;

export function* uname(call: Call): Running<number> {
	const options = optionsOf(call, 'asnrvmpio', {
		long: {
			all: 'a',
			'kernel-name': 's',
			nodename: 'n',
			'kernel-release': 'r',
			'kernel-version': 'v',
			machine: 'm',
			'operating-system': 'o',
			processor: 'p',
		},
	});
	const { kernel } = call.host.profile;
	const fields = [
		['s', 'Linux'],
		['n', nameOf(call)],
		['r', kernel],
		['v', build(kernel)],
		['m', 'x86_64'],
		['o', 'GNU/Linux'],
	] as const;
	const isAll = options.has('a');
	const wanted = fields.filter(
		([letter]) => isAll || options.has(letter) || (letter === 'm' && (options.has('p') || options.has('i'))),
	);
	call.out(`${(wanted.length ? wanted : [fields[0]]).map(([, text]) => text).join(' ')}\n`);
	return 0;
}

/** The program; a shell's own is a builtin. */
export function* pwd(call: Call): Running<number> {
	call.out(`${pathOf(call.state, call.pid, call.process.task.cwd)}\n`);
	return 0;
}

export function* arch(call: Call): Running<number> {
	call.out('x86_64\n');
	return 0;
}
