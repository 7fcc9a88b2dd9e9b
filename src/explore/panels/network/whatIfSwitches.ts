/** Switches change one thing of the host each. Every one is a line of the run, typed before the packets travel. */
import { inodesOf } from '#host/boot.ts';
import type { HostEvent } from '#host/event.ts';
import type { Chain, Rule } from '#host/kernel/netfilter.ts';
import { ruleText } from '#host/kernel/ruleText.ts';
import type { HostState } from '#host/state.ts';

export const SWITCHES = ['forwarding', 'dnat', 'masquerade', 'proxy', 'conntrack'] as const;
export type SwitchName = (typeof SWITCHES)[number];

const lines: Readonly<Record<SwitchName, RegExp>> = {
	forwarding: /^sysctl -w net\.ipv4\.ip_forward=0$/,
	dnat: /^iptables -t nat -D DOCKER .*-j DNAT /,
	masquerade: /^iptables -t nat -D POSTROUTING .*-j MASQUERADE$/,
	proxy: /^pkill docker-proxy$/,
	conntrack: /^conntrack -F$/,
};

/** Which switch a typed line is, if it is one. */
export const switchOf = (line: string): SwitchName | undefined =>
	SWITCHES.find((name) => lines[name].test(line.replace(/^host\$ ?/, '')));

/** Where a rule is among the host's nat rules: the one that packets met, or the first of its kind. */
function ruleLine(
	state: HostState,
	events: readonly HostEvent[],
	name: string,
	target: string,
): string | undefined {
	const namespace = inodesOf('host').net;
	const chain: Chain | undefined = state.nets.get(namespace)?.netfilter.nat[name];
	const rules = chain?.rules.filter((rule) => rule.target === target) ?? [];
	const isMet = ({ id }: Rule): boolean =>
		events.some(
			(event) => event.kind === 'packet.match' && event.namespace === namespace && event.rule === id,
		);
	const rule = rules.find(isMet) ?? rules[0];
	return rule && `iptables -t nat -D ${name} ${ruleText(rule)}`;
}

/** The line that makes the change on this host; none where there is nothing of the kind to change. */
export function switchLine(
	name: SwitchName,
	state: HostState,
	events: readonly HostEvent[],
): string | undefined {
	if (name === 'dnat') return ruleLine(state, events, 'DOCKER', 'DNAT');
	if (name === 'masquerade') return ruleLine(state, events, 'POSTROUTING', 'MASQUERADE');
	if (name === 'conntrack') return 'conntrack -F';
	if (name === 'proxy')
		return state.tasks.some(({ comm }) => comm === 'docker-proxy') ? 'pkill docker-proxy' : undefined;
	const sysctls = state.nets.get(inodesOf('host').net)?.sysctls;
	return sysctls?.['net.ipv4.ip_forward'] === '1' ? 'sysctl -w net.ipv4.ip_forward=0' : undefined;
}
