/** Arithmetic of IPv4 addresses and prefixes in dotted notation (RFC 4632). */
export const numberOf = (address: string): number =>
	address.split('.').reduce((number, part) => number * 256 + Number(part), 0);
export const addressOf = (number: number): string =>
	[24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

const PART = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const address4 = new RegExp(`^${PART}(?:\\.${PART}){3}$`);
export const isAddress = (text: string): boolean => address4.test(text);
/** '10.0.0.0/8' with a prefix of 0 to 32. */
export const isCidr = (text: string): boolean => {
	const [address = '', prefix = '', ...rest] = text.split('/');
	return isAddress(address) && /^\d{1,2}$/.test(prefix) && Number(prefix) <= 32 && !rest.length;
};

export interface Block {
	readonly address: string;
	readonly prefix: number;
}
/** 'ADDRESS/PREFIX', or an address alone as a /32. */
export const blockOf = (text: string): Block => {
	const [address = '', prefix = '32'] = text.split('/');
	return { address, prefix: Number(prefix) };
};
export const sizeOf = (prefix: number): number => 2 ** (32 - prefix);
export const networkOf = (address: string, prefix: number): string => {
	const number = numberOf(address);
	return addressOf(number - (number % sizeOf(prefix)));
};
export const broadcastOf = (address: string, prefix: number): string =>
	addressOf(numberOf(networkOf(address, prefix)) + sizeOf(prefix) - 1);
/** The block in its own notation: host bits cleared. */
export const cidrOf = (address: string, prefix: number): string => `${networkOf(address, prefix)}/${prefix}`;

export const isInside = (address: string, cidr: string): boolean => {
	const block = blockOf(cidr);
	return networkOf(address, block.prefix) === networkOf(block.address, block.prefix);
};
export const isOverlapping = (one: string, other: string): boolean => {
	const [a, b] = [blockOf(one), blockOf(other)];
	const prefix = Math.min(a.prefix, b.prefix);
	return networkOf(a.address, prefix) === networkOf(b.address, prefix);
};
export const isLoopback = (address: string): boolean => address.startsWith('127.');
export const isUnspecified = (address: string): boolean => address === '0.0.0.0' || address === '::';
