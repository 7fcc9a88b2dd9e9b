/** Link-layer addresses. */
import { digestHex } from '../draw.ts';
import { numberOf } from './ipv4.ts';

const pairs = (hex: string): string => (hex.match(/../g) ?? []).join(':');

/** 02:42 and the four bytes of the address (moby: libnetwork/netutils, GenerateMACFromIP). */
export const macOfAddress = (address: string): string =>
	pairs(`0242${numberOf(address).toString(16).padStart(8, '0')}`);
/** What netutils.GenerateRandomMAC draws for a bridge: 02:42 and four random bytes. */
export const bridgeMac = (seed: string): string => pairs(`0242${digestHex(`bridge ${seed}`).slice(0, 8)}`);
/** A random unicast address of local administration (linux/etherdevice.h, eth_random_addr). */
export const randomMac = (seed: string): string => {
	const hex = digestHex(`mac ${seed}`).slice(0, 12);
	const first = (parseInt(hex.slice(0, 2), 16) & 0xfc) | 2;
	return pairs(first.toString(16).padStart(2, '0') + hex.slice(2));
};
/** The link-local address an interface gives itself from its MAC (RFC 4291, appendix A). */
export const linkLocal = (mac: string): string => {
	const bytes = mac.split(':').map((byte) => parseInt(byte, 16));
	const eui = [bytes[0]! ^ 2, bytes[1]!, bytes[2]!, 0xff, 0xfe, ...bytes.slice(3)];
	const words = [0, 2, 4, 6].map((i) => ((eui[i]! << 8) | eui[i + 1]!).toString(16));
	return `fe80::${words.join(':')}`;
};
export const BROADCAST_MAC = 'ff:ff:ff:ff:ff:ff';
