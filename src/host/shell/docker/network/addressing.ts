/** What the client finds wrong with --subnet, --ip-range and --gateway before it asks the engine (docker/cli: cli/command/network/create.go). */
import { isAddress, isCidr, isInside } from '../../../kernel/ipv4.ts';

const ORPHAN = 'every ip-range or gateway must have a corresponding subnet';
const isWithin = (subnet: string, address: string): boolean => isInside(address.split('/')[0]!, subnet);
const isOverlap = (one: string, other: string): boolean => isWithin(one, other) || isWithin(other, one);

export function addressingError(
	subnets: readonly string[],
	ranges: readonly string[],
	gateways: readonly string[],
): string | undefined {
	if (subnets.length < ranges.length || subnets.length < gateways.length) return ORPHAN;
	if (subnets.length > 1 || ranges.length || gateways.length) {
		const strange = subnets.find((subnet) => !isCidr(subnet));
		if (strange !== undefined) return `invalid CIDR address: ${strange}`;
	}
	const overlaps = subnets.some((subnet, i) => subnets.slice(0, i).some((other) => isOverlap(subnet, other)));
	if (overlaps) return 'multiple overlapping subnet configuration is not supported';
	return [
		...ranges.map((each) => rangeError(subnets, each)),
		...gateways.map((each) => gatewayError(subnets, each)),
	].find((text) => text !== undefined);
}
function rangeError(subnets: readonly string[], range: string): string | undefined {
	if (!isCidr(range)) return `invalid CIDR address: ${range}`;
	return subnets.some((subnet) => isWithin(subnet, range))
		? undefined
		: `no matching subnet for range ${range}`;
}
function gatewayError(subnets: readonly string[], gateway: string): string | undefined {
	if (!isAddress(gateway)) return `no matching subnet for gateway ${gateway}`;
	return subnets.some((subnet) => isWithin(subnet, gateway))
		? undefined
		: `no matching subnet for gateway ${gateway}`;
}
