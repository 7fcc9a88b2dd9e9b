/** docker update (docker/cli: cli/command/container/update.go; moby: daemon/update.go, container/container_unix.go UpdateContainer). */
import { updateContainer, type Update } from '../../../engine/update.ts';
import type { Running } from '../../../process.ts';
import { fromDaemon, refused, type Client } from '../client.ts';
import { restartPolicy } from './spec.ts';

const numbers = [
	...['memory', 'memory-swap', 'memory-reservation', 'cpu-shares', 'cpu-period', 'cpu-quota', 'blkio-weight'],
	'pids-limit',
] as const;

export function* updateVerb(client: Client): Running<number> {
	const { flags, args } = client;
	const names = [
		...numbers,
		'cpus',
		'cpuset-cpus',
		'cpuset-mems',
		'restart',
		'kernel-memory',
		'cpu-rt-period',
		'cpu-rt-runtime',
	];
	if (!names.some((name) => flags.isSet(name)))
		client.fail('you must provide one or more flags when using this command');
	const update = updateOf(client);
	const problems: string[] = [];
	const warnings: string[] = [];
	for (const name of args)
		try {
			warnings.push(...updateContainer(client.host, name, update));
			client.say(name);
		} catch (error) {
			problems.push(fromDaemon(refused(error)));
		}
	if (warnings.length) client.say(warnings.join('\n'));
	for (const problem of problems) client.complain(problem);
	return problems.length ? 1 : 0;
}

function updateOf({ flags, is26 }: Client): Update {
	const number = (name: string) => (flags.isSet(name) ? flags.number(name) : undefined);
	const all = {
		memory: number('memory'),
		memorySwap: number('memory-swap'),
		memoryReservation: number('memory-reservation'),
		cpuShares: number('cpu-shares'),
		cpuPeriod: number('cpu-period'),
		cpuQuota: number('cpu-quota'),
		blkioWeight: number('blkio-weight'),
		pidsLimit: number('pids-limit'),
		nanoCpus: flags.isSet('cpus') ? Math.round(flags.number('cpus') * 1e9) : undefined,
		cpusetCpus: flags.isSet('cpuset-cpus') ? flags.text('cpuset-cpus') : undefined,
		cpusetMems: flags.isSet('cpuset-mems') ? flags.text('cpuset-mems') : undefined,
		restartPolicy: flags.isSet('restart') ? restartPolicy(flags.text('restart'), is26) : undefined,
	};
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Update;
}
