/** Tools of the network. */
import type { ToolTable } from '../call.ts';
import { bridgeTool } from './net/bridgeTool.ts';
import { conntrackTool } from './net/conntrackTool.ts';
import { curl } from './net/curl.ts';
import { getent } from './net/getent.ts';
import { httpd } from './net/httpd.ts';
import { ip } from './net/ip.ts';
import { iptables } from './net/iptables.ts';
import { iptablesSave } from './net/iptablesSave.ts';
import { nc } from './net/nc.ts';
import { nslookup } from './net/nslookup.ts';
import { ping } from './net/ping.ts';
import { proxy } from './net/proxy.ts';
import { netstat, ss } from './net/sockets.ts';
import { arp, ifconfig, route } from './net/tables.ts';
import { traceroute } from './net/traceroute.ts';
import { wget } from './net/wget.ts';

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
