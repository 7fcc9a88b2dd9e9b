/** systemctl for the one unit that matters here: docker. What it does is the engine's (host.services). */
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { optionsOf } from './options.ts';

const VERBS = [
	'start',
	'stop',
	'restart',
	'reload',
	'is-active',
	'status',
	'enable',
	'disable',
	'is-enabled',
];

export function* systemctl(call: Call): Running<number> {
	const { rest } = optionsOf(call, 'qn:l', { long: { quiet: 'q', now: 'N', 'no-pager': 'P' } });
	const [verb, unit] = rest;
	if (verb === undefined || !VERBS.includes(verb)) return unmodelled(call, verb ?? 'list-units');
	const name = (unit ?? '').replace(/\.(service|socket)$/, '');
	if (unit === undefined) return (call.err('Too few arguments.\n'), 1);
	const service = call.host.services.get(name);
	if (
		!service ||
		call.process.task.namespaces.pid !==
			call.state.namespaces.find((ns) => ns.type === 'pid' && ns.isInitial && ns.machine === 'host')?.inode
	)
		return absent(call, verb, name);
	const isActive = call.state.engine.daemon !== undefined;
	if (verb === 'is-active') return (call.out(`${isActive ? 'active' : 'inactive'}\n`), isActive ? 0 : 3);
	if (verb === 'is-enabled') return (call.out('enabled\n'), 0);
	if (verb !== 'start' && verb !== 'stop' && verb !== 'restart') return unmodelled(call, verb);
	if (verb === 'start' && isActive) return 0;
	if (verb === 'stop' && call.host.profile.init === 'systemd')
		call.err(`Stopping '${name}.service', but its triggering units are still active:\n${name}.socket\n`);
	return yield* service(verb, call.process);
}

const unmodelled = (call: Call, verb: string): number => {
	call.err(`systemctl ${verb}: real, but not simulated here\n`);
	return 1;
};
const absent = (call: Call, verb: string, name: string): number => {
	if (verb === 'is-active') return (call.out('inactive\n'), 4);
	if (verb === 'stop') call.err(`Failed to stop ${name}.service: Unit ${name}.service not loaded.\n`);
	else call.err(`Failed to ${verb} ${name}.service: Unit ${name}.service not found.\n`);
	return 5;
};
