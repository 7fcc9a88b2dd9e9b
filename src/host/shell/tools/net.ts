/** Tools of the network. */
import type { ToolTable } from '../call.ts';
import { busyboxOnly, gnuOnly, lateTools } from '../lateTools.ts';

const { bridgeTool } = lateTools('bridgeTool', () => import('./net/bridgeTool.ts'), ['bridge']);
const { conntrackTool } = lateTools('conntrackTool', () => import('./net/conntrackTool.ts'), ['conntrack']);
const { iptablesSave } = lateTools('iptablesSave', () => import('./net/iptablesSave.ts'), ['iptables-save']);
const { proxy } = lateTools('proxy', () => import('./net/proxy.ts'), ['docker-proxy']);

/** What the machines have is iproute2, iptables, conntrack and curl; net-tools and the like are busybox's. */
export const netTools: ToolTable = {
	...lateTools('ip', () => import('./net/ip.ts')),
	...lateTools('ping', () => import('./net/ping.ts')),
	...lateTools('arp', () => import('./net/tables.ts')),
	bridge: { gnu: bridgeTool },
	...gnuOnly(lateTools('iptables', () => import('./net/iptables.ts'))),
	'iptables-save': { gnu: iptablesSave },
	conntrack: { gnu: conntrackTool },
	...gnuOnly(lateTools('ss', () => import('./net/sockets.ts'))),
	...gnuOnly(lateTools('curl', () => import('./net/curl.ts'))),
	...gnuOnly(lateTools('getent', () => import('./net/getent.ts'))),
	'docker-proxy': { gnu: proxy },
	...busyboxOnly(lateTools('netstat', () => import('./net/sockets.ts'))),
	...busyboxOnly(lateTools('ifconfig route', () => import('./net/tables.ts'))),
	...busyboxOnly(lateTools('traceroute', () => import('./net/traceroute.ts'))),
	...busyboxOnly(lateTools('wget', () => import('./net/wget.ts'))),
	...busyboxOnly(lateTools('nc', () => import('./net/nc.ts'))),
	...busyboxOnly(lateTools('nslookup', () => import('./net/nslookup.ts'))),
	...busyboxOnly(lateTools('httpd', () => import('./net/httpd.ts'))),
};
