/** docker network COMMAND (docker/cli: cli/command/network). */
import { containerFound } from '../../../engine/containerFound.ts';
import {
	connectNetwork,
	createNetwork,
	disconnectNetwork,
	networksInOrder,
	pruneNetworks,
	removeNetwork,
} from '../../../engine/networks.ts';
import type { Network } from '../../../engine/network.ts';
import type { Running } from '../../../process.ts';
import { forEachArgument, refusalText, type Client, type Verb } from '../client.ts';
import { checkFilters, filtersOf, hasLabel, isMatch, wrongFilter } from '../container/filtered.ts';
import { pairs } from '../container/spec.ts';
import { networkFormat, networkHeaders, networkRow } from '../format/networks.ts';
import { printedRows } from '../format/rows.ts';
import { addressingError } from './addressing.ts';
import { confirmed } from '../confirmed.ts';
import { printed } from '../printed.ts';

export const createVerb: Verb = function* (client) {
	const { flags, args, host } = client;
	const wrong = addressingError(flags.list('subnet'), flags.list('ip-range'), flags.list('gateway'));
	if (wrong) return client.fail(wrong);
	const isIpv6 = (subnet: string) => subnet.includes(':');
	if (flags.isOn('ipv6') && !flags.list('subnet').some(isIpv6))
		return client.fail(
			'Error response from daemon: could not find an available, non-overlapping IPv6 address pool among the defaults to assign to the network',
		);
	if (flags.list('subnet').some(isIpv6))
		return client.fail('docker network create: IPv6 subnets: real, but not simulated here');
	const { network, warning } = createNetwork(host, {
		name: args[0]!,
		...(flags.text('driver') && { driver: flags.text('driver') }),
		subnets: flags.list('subnet'),
		gateways: flags.list('gateway'),
		ipRanges: flags.list('ip-range'),
		auxAddresses: pairs(flags.list('aux-address')),
		internal: flags.isOn('internal'),
		attachable: flags.isOn('attachable'),
		labels: pairs(flags.list('label')),
		options: pairs(flags.list('opt')),
	});
	if (warning) client.complain(`WARNING: ${warning}`);
	client.say(network.id);
	return 0;
};

export const rmVerb: Verb = (client) =>
	forEachArgument(
		client,
		function* (name) {
			removeNetwork(client.host, name);
		},
		refusalText('network'),
	);

export const connectVerb: Verb = function* (client) {
	const { flags, args, host } = client;
	const [network = '', name = ''] = args;
	const container = containerFound(host.state, name);
	connectNetwork(host, network, container, {
		...(flags.text('ip') && { wished: flags.text('ip') }),
		aliases: flags.list('alias'),
		links: flags.list('link'),
	});
	return 0;
};

export const disconnectVerb: Verb = function* (client) {
	const { flags, args, host } = client;
	const [network = '', name = ''] = args;
	disconnectNetwork(host, network, containerFound(host.state, name), { force: flags.isOn('force') });
	return 0;
};

const listed = ({ id, name, driver, isInternal, labels, created }: Network) => ({
	ID: id,
	Name: name,
	Driver: driver,
	Scope: 'local',
	EnableIPv6: false,
	Internal: isInternal,
	Labels: labels,
	Created: created,
});

const known = ['driver', 'type', 'name', 'id', 'label', 'scope', 'dangling'];

function isWanted(client: Client, network: Network): boolean {
	const { host, flags } = client;
	const filters = filtersOf(flags.list('filter'));
	checkFilters(host, filters, known);
	const type = network.isUserDefined ? 'custom' : 'builtin';
	const tests: Readonly<Record<string, (value: string) => boolean>> = {
		driver: (value) => network.driver === value,
		name: (value) => isMatch(value, network.name),
		id: (value) => isMatch(value, network.id),
		scope: (value) => value === 'local',
		type: (value) => {
			if (value !== 'custom' && value !== 'builtin') throw wrongFilter(host, `type=${value}`);
			return value === type;
		},
		label: (value) => hasLabel(network.labels, value),
		dangling: (value) =>
			(network.isUserDefined && network.addresses.size <= 1) === ['true', '1'].includes(value),
	};
	return [...filters].every(([key, values]) =>
		key === 'label' ? values.every((v) => tests[key]!(v)) : values.some((v) => tests[key]!(v)),
	);
}

export const lsVerb: Verb = function* (client): Running<number> {
	const { flags, host, version } = client;
	const format = networkFormat(flags.text('format'), flags.isOn('quiet'));
	const rows = networksInOrder(host.state)
		.filter((network) => isWanted(client, network))
		.map((network) => networkRow(listed(network), !flags.isOn('no-trunc')));
	return printed(client, printedRows({ version, format, headers: networkHeaders, rows }));
};

export const pruneVerb: Verb = function* (client) {
	const warning = 'WARNING! This will remove all custom networks not used by at least one container.';
	if (!(yield* confirmed(client, warning, false))) return 0;
	const gone = pruneNetworks(client.host);
	if (gone.length) client.process.write(`Deleted Networks:\n${gone.map(({ name }) => name).join('\n')}\n\n`);
	return 0;
};
