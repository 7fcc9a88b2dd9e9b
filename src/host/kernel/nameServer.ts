/** The name server of the LAN, on the machine outside: it knows the two machines and nothing else. */
import type { Host } from '../host.ts';
import { answerText, readQuestion, reverseName, type Answer } from './dnsMessage.ts';
import { listen, type Server } from './sockets.ts';

export const HOST_ADDRESS = '203.0.113.10';
export const OUTSIDE_ADDRESS = '203.0.113.50';
const zone: Readonly<Record<string, string>> = { 'server.lan': OUTSIDE_ADDRESS, 'host.lan': HOST_ADDRESS };

const answerFor = (type: string, name: string): Answer => {
	const known = zone[name];
	const reverse = Object.keys(zone).find((each) => reverseName(zone[each]!) === name);
	if (type === 'PTR' && reverse) return { code: 'NOERROR', records: [reverse], isAuthoritative: true };
	if (!known) return { code: 'NXDOMAIN', records: [], isAuthoritative: false };
	return { code: 'NOERROR', records: type === 'A' ? [known] : [], isAuthoritative: true };
};
const server: Server = (request) => {
	const { type, name } = readQuestion(request);
	return answerText(answerFor(type, name));
};

/** Makes a task of the outside machine its name server. */
export function serveNames(host: Host, pid: number): void {
	listen(host, pid, { protocol: 'udp', port: 53, address: OUTSIDE_ADDRESS }, server);
}
