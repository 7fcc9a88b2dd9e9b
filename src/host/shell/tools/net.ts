/** Tools of the network. */
import type { ToolTable } from '../call.ts';
import { lateTools } from '../lateTools.ts';

const { bridgeTool } = lateTools(['bridgeTool'], () => import('./net/bridgeTool.ts'), ['bridge']);
const { conntrackTool } = lateTools(['conntrackTool'], () => import('./net/conntrackTool.ts'), ['conntrack']);
const { curl } = lateTools(['curl'], () => import('./net/curl.ts'));
const { getent } = lateTools(['getent'], () => import('./net/getent.ts'));
const { httpd } = lateTools(['httpd'], () => import('./net/httpd.ts'));
const { ip } = lateTools(['ip'], () => import('./net/ip.ts'));
const { iptables } = lateTools(['iptables'], () => import('./net/iptables.ts'));
const { iptablesSave } = lateTools(['iptablesSave'], () => import('./net/iptablesSave.ts'), [
	'iptables-save',
]);
const { nc } = lateTools(['nc'], () => import('./net/nc.ts'));
const { nslookup } = lateTools(['nslookup'], () => import('./net/nslookup.ts'));
const { ping } = lateTools(['ping'], () => import('./net/ping.ts'));
const { proxy } = lateTools(['proxy'], () => import('./net/proxy.ts'), ['docker-proxy']);
const { netstat, ss } = lateTools(['netstat', 'ss'], () => import('./net/sockets.ts'));
const { arp, ifconfig, route } = lateTools(['arp', 'ifconfig', 'route'], () => import('./net/tables.ts'));
const { traceroute } = lateTools(['traceroute'], () => import('./net/traceroute.ts'));
const { wget } = lateTools(['wget'], () => import('./net/wget.ts'));

/** What the machines have is iproute2, iptables, conntrack and curl; net-tools and the like are busybox's. */
export const netTools: ToolTable = {
	ip,
	ping,
	arp,
	bridge: { gnu: bridgeTool },
	iptables: { gnu: iptables },
	'iptables-save': { gnu: iptablesSave },
	conntrack: { gnu: conntrackTool },
	ss: { gnu: ss },
	curl: { gnu: curl },
	getent: { gnu: getent },
	'docker-proxy': { gnu: proxy },
	netstat: { busybox: netstat },
	ifconfig: { busybox: ifconfig },
	route: { busybox: route },
	traceroute: { busybox: traceroute },
	wget: { busybox: wget },
	nc: { busybox: nc },
	nslookup: { busybox: nslookup },
	httpd: { busybox: httpd },
};
