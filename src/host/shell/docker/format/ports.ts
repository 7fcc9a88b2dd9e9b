/** How docker ps shows ports (docker/cli: cli/command/formatter/container.go, DisplayablePorts). */
export interface Port {
	readonly IP?: string;
	readonly PrivatePort: number;
	readonly PublicPort?: number;
	readonly Type: string;
}

function order(a: Port, b: Port): number {
	const [ip, other] = [a.IP ?? '', b.IP ?? ''];
	if (a.PrivatePort !== b.PrivatePort) return a.PrivatePort - b.PrivatePort;
	if (ip !== other) return ip < other ? -1 : 1;
	return (a.PublicPort ?? 0) - (b.PublicPort ?? 0) || (a.Type < b.Type ? -1 : a.Type > b.Type ? 1 : 0);
}

interface Group {
	readonly first: number;
	last: number;
}

/** Ports that follow one another and are published by their own numbers, as one range. */
function groupText(key: string, { first, last }: Group): string {
	const [a = '', b] = key.split('/');
	const range = first === last ? String(first) : `${first}-${last}`;
	return b === undefined ? `${range}/${a}` : `${a}:${range}->${range}/${b}`;
}

export function displayablePorts(ports: readonly Port[]): string {
	const groups = new Map<string, Group>();
	const closed: string[] = [];
	const mapped: string[] = [];
	for (const { IP, PrivatePort, PublicPort, Type } of [...ports].sort(order)) {
		if (IP && PublicPort !== PrivatePort) {
			mapped.push(`${IP}:${PublicPort}->${PrivatePort}/${Type}`);
			continue;
		}
		const key = IP ? `${IP}/${Type}` : Type;
		const group = groups.get(key);
		if (group && PrivatePort === group.last + 1) group.last = PrivatePort;
		else {
			if (group) closed.push(groupText(key, group));
			groups.set(key, { first: PrivatePort, last: PrivatePort });
		}
	}
	return [...closed, ...[...groups].map(([key, group]) => groupText(key, group)), ...mapped].join(', ');
}
