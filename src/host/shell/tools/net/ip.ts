/** ip(8) of iproute2 and of busybox. */
import type { Running } from '../../../process.ts';
import type { Call } from '../../call.ts';
import { ipAddress } from './ipAddress.ts';
import { commandOf, IpCall, type IpOptions } from './ipCall.ts';
import { ipLink } from './ipLink.ts';
import { ipNeigh, ipRoute } from './ipRoute.ts';
import { ipNetns, namespaceNamed } from './ipNetns.ts';

const objects: Readonly<Record<string, (ip: IpCall) => number>> = {
	address: ipAddress,
	link: ipLink,
	route: ipRoute,
	neighbor: ipNeigh,
	neighbour: ipNeigh,
	netns: ipNetns,
};
const absent = ['rule', 'tunnel', 'maddress', 'monitor', 'xfrm', 'mroute', 'tuntap', 'vrf', 'nexthop'];
const usage =
	'Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }\n       ip [ -force ] -batch filename\nwhere  OBJECT := { address | addrlabel | fou | help | ila | ioam | l2tp | link |\n                   macsec | maddress | monitor | mptcp | mroute | mrule |\n                   neighbor | neighbour | netconf | netns | nexthop | ntable |\n                   ntbl | route | rule | sr | stats | tap | tcpmetrics |\n                   token | tunnel | tuntap | vrf | xfrm }\n';

interface Read {
	options: { -readonly [K in keyof IpOptions]: IpOptions[K] };
	namespace: number;
	rest: string[];
}
const short = (word: string, long: string): boolean =>
	word.length > 1 && long.startsWith(word.replace(/^--?/, '-'));

const read = (call: Call): Read => {
	const found: Read = {
		options: { family: undefined, isBrief: false, isOneLine: false },
		namespace: call.process.task.namespaces.net,
		rest: [...call.args],
	};
	while (found.rest[0]?.startsWith('-')) {
		const word = found.rest.shift()!;
		if (word === '-4') found.options.family = 4;
		else if (word === '-6') found.options.family = 6;
		else if (word === '-br' || short(word, '-brief')) found.options.isBrief = true;
		else if (word === '-o' || short(word, '-oneline')) found.options.isOneLine = true;
		else if (/^--?c(olor)?(=.*)?$/.test(word) || short(word, '-details')) continue;
		else if (word === '-n' || short(word, '-netns'))
			found.namespace = entered(call, found.rest.shift() ?? '');
		else if (word === '-V' || short(word, '-Version')) return call.stop('real, but not simulated here', 255);
		else if (short(word, '-statistics') || short(word, '-json') || short(word, '-pretty'))
			return call.stop(`${word}: real, but not simulated here`, 255);
		else {
			call.err(`Option "${word}" is unknown, try "ip -help".\n`);
			return call.end(255);
		}
	}
	return found;
};
const entered = (call: Call, name: string): number => {
	const inode = namespaceNamed(call.state, call.pid, name);
	if (inode !== undefined) return inode;
	call.err(`Cannot open network namespace "${name}": No such file or directory\n`);
	return call.end(255);
};

export function* ip(call: Call): Running<number> {
	const { options, namespace, rest } = read(call);
	const [word, ...args] = rest;
	if (word === undefined || word === 'help') {
		call.err(usage);
		return 255;
	}
	const object = commandOf(word, [...Object.keys(objects), ...absent]);
	const self = new IpCall(call, options, args, namespace);
	if (object === undefined) return self.stop(`Object "${word}" is unknown, try "ip help".`, 1);
	return objects[object]?.(self) ?? self.real(object);
}
