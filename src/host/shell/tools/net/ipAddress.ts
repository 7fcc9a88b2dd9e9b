/** ip address (ip-address(8)). */
import { addAddress } from '../../../kernel/links.ts';
import { removeAddress } from '../../../kernel/linkChanges.ts';
import { isAddress } from '../../../kernel/ipv4.ts';
import { isErrno } from '../../../kernel/errno.ts';
import { commandOf, type IpCall } from './ipCall.ts';
import { chosen, choiceOf } from './ipLink.ts';
import { addressText, briefAddress } from './linkText.ts';

const show = (ip: IpCall): number => {
	const { family, isBrief, isOneLine } = ip.options;
	for (const link of chosen(ip, choiceOf(ip)))
		ip.call.out(
			isBrief ? briefAddress(ip.view, link, family) : addressText(ip.view, link, family, isOneLine),
		);
	return 0;
};

interface Wish {
	address: string;
	prefix: number;
	device: string;
	hasBroadcast: boolean;
}
const wishOf = (ip: IpCall): Wish => {
	const wish: Wish = { address: '', prefix: 32, device: '', hasBroadcast: false };
	while (ip.args.length) {
		const word = ip.args.shift()!;
		if (word === 'dev') wish.device = ip.next();
		else if (word === 'brd' || word === 'broadcast') {
			ip.next();
			wish.hasBroadcast = true;
		} else if (word === 'label' || word === 'scope') ip.next();
		else {
			const [address = '', prefix = '32'] = word.split('/');
			if (!isAddress(address)) ip.stop(`Error: any valid prefix is expected rather than "${word}".`, 1);
			wish.address = address;
			wish.prefix = Number(prefix);
		}
	}
	if (!wish.device) ip.stop('Not enough information: "dev" argument is required.', 255);
	return wish;
};
const add = (ip: IpCall): number => {
	const { device, address, prefix, hasBroadcast } = wishOf(ip);
	const { index } = ip.link(device);
	try {
		addAddress(ip.call.host, ip.namespace, index, { address, prefix, hasBroadcast });
	} catch (error) {
		if (isErrno(error, 'EEXIST') && !ip.isBusybox) return ip.say('Error: ipv4: Address already assigned.', 2);
		throw error;
	}
	return 0;
};
const remove = (ip: IpCall): number => {
	const { device, address } = wishOf(ip);
	try {
		removeAddress(ip.call.host, ip.namespace, ip.link(device).index, address);
	} catch (error) {
		if (isErrno(error) && !ip.isBusybox) return ip.say('Error: ipv4: Address not found.', 2);
		throw error;
	}
	return 0;
};
const flush = (ip: IpCall): number => {
	for (const link of chosen(ip, choiceOf(ip)))
		for (const { address, family } of link.addresses)
			if (!ip.options.family || family === ip.options.family)
				removeAddress(ip.call.host, ip.namespace, link.index, address);
	return 0;
};

const commands = ['show', 'list', 'lst', 'add', 'delete', 'flush', 'help'];
export const ipAddress = (ip: IpCall): number => {
	const word = ip.args.shift();
	if (word === undefined) return show(ip);
	const command = commandOf(word, commands);
	if (command === 'show' || command === 'list' || command === 'lst') return show(ip);
	if (command === undefined || command === 'help')
		return ip.stop(`Command "${word}" is unknown, try "ip address help".`, 255);
	ip.needAdmin();
	try {
		return command === 'add' ? add(ip) : command === 'delete' ? remove(ip) : flush(ip);
	} catch (error) {
		return ip.answered(error);
	}
};
