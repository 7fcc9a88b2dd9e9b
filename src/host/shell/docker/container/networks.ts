/** --network and what goes with it (docker/cli: cli/command/container/opts.go parseNetworkOpts). */
import type { EndpointWish } from '../../../engine/containerSpec.ts';
import type { Flags } from '../flags/parse.ts';

interface Network {
	readonly name: string;
	readonly aliases: readonly string[];
	readonly address?: string;
	readonly mac?: string;
}

/** `NAME` or `name=NAME,alias=…,ip=…`. */
function networkOf(text: string): Network {
	if (!/^[^,=]+=/.test(text)) return { name: text, aliases: [] };
	const fields = text.split(',').map((field) => field.split('='));
	const all = (key: string) => fields.filter(([name]) => name === key).map(([, value]) => value ?? '');
	const [ip] = all('ip');
	const [mac] = all('mac-address');
	return {
		name: all('name')[0] ?? '',
		aliases: all('alias'),
		...(ip && { address: ip }),
		...(mac && { mac }),
	};
}
const askedNetworks = (flags: Flags): Network[] =>
	[...flags.list('network'), ...flags.list('net')].map(networkOf);
export const networkMode = (flags: Flags): string => askedNetworks(flags)[0]?.name || 'default';

/** --ip, --network-alias and --link speak of the first network. */
export function networksOf(flags: Flags): Record<string, EndpointWish> {
	const all = askedNetworks(flags);
	const [first = { name: 'default', aliases: [] }, ...others] = all;
	const ip = flags.text('ip') || first.address;
	const aliases = [...first.aliases, ...flags.list('network-alias'), ...flags.list('net-alias')];
	const isUserDefined = !['default', 'bridge', 'host', 'none'].includes(first.name);
	const links = isUserDefined ? flags.list('link') : [];
	const own: EndpointWish = {
		aliases,
		links,
		...(ip && { address: ip }),
		...(first.mac && { mac: first.mac }),
	};
	if (/^container:/.test(first.name)) return {};
	return Object.fromEntries([
		[first.name, own],
		...others.map(({ name, aliases, address, mac }): [string, EndpointWish] => [
			name,
			{ aliases, links: [], ...(address && { address }), ...(mac && { mac }) },
		]),
	]);
}
