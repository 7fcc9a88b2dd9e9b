/** docker network ls and docker volume ls (docker/cli: cli/command/network/formatter.go, cli/command/formatter/volume.go). */
import { timeText } from '../go/time.ts';
import { humanSize } from '../go/humanUnits.ts';
import { GoStruct } from '../go/value.ts';
import { shortId } from './ellipsis.ts';
import { labelMethod, labelsText, type Labels } from './labels.ts';
import type { Headers } from './rows.ts';

export interface ListedNetwork {
	readonly ID: string;
	readonly Name: string;
	readonly Driver: string;
	readonly Scope: string;
	readonly EnableIPv6: boolean;
	readonly Internal: boolean;
	readonly Labels: Labels;
	/** Seconds since the epoch. */
	readonly Created: number;
}

export const networkHeaders: Headers = {
	ID: 'NETWORK ID',
	Name: 'NAME',
	Driver: 'DRIVER',
	Scope: 'SCOPE',
	IPv6: 'IPV6',
	Internal: 'INTERNAL',
	Labels: 'LABELS',
	CreatedAt: 'CREATED AT',
};

export const networkRow = (network: ListedNetwork, isShort: boolean): GoStruct =>
	new GoStruct('*network.networkContext', {
		ID: () => (isShort ? shortId(network.ID) : network.ID),
		Name: () => network.Name,
		Driver: () => network.Driver,
		Scope: () => network.Scope,
		IPv6: () => String(network.EnableIPv6),
		Internal: () => String(network.Internal),
		Labels: () => labelsText(network.Labels),
		Label: labelMethod(network.Labels),
		CreatedAt: () => timeText(network.Created),
	});

export function networkFormat(format: string, isQuiet: boolean): string {
	if (format === '' || format === 'table')
		return isQuiet ? '{{.ID}}' : 'table {{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}';
	if (format !== 'raw') return format;
	const rest = '\\nname: {{.Name}}\\ndriver: {{.Driver}}\\nscope: {{.Scope}}\\n';
	return `network_id: {{.ID}}${isQuiet ? '' : rest}`;
}

export interface ListedVolume {
	readonly Name: string;
	readonly Driver: string;
	readonly Scope: string;
	readonly Mountpoint: string;
	readonly Labels: Labels;
	/** Counted by docker system df only. */
	readonly UsageData?: { readonly Size: number; readonly RefCount: number };
}

export const volumeHeaders = (version: 20 | 26): Headers => ({
	Name: 'VOLUME NAME',
	Driver: 'DRIVER',
	Scope: 'SCOPE',
	Mountpoint: 'MOUNTPOINT',
	Labels: 'LABELS',
	Links: 'LINKS',
	Size: 'SIZE',
	...(version === 26 ? { ID: 'ID', Group: 'GROUP', Availability: 'AVAILABILITY', Status: 'STATUS' } : {}),
});

/** 26.1 knows cluster volumes; one of a host has none of their fields. */
const cluster = { Group: () => 'N/A', Availability: () => 'N/A', Status: () => 'N/A' };

export function volumeRow(volume: ListedVolume, version: 20 | 26): GoStruct {
	const { UsageData: usage, Labels } = volume;
	return new GoStruct('*formatter.volumeContext', {
		Name: () => volume.Name,
		Driver: () => volume.Driver,
		Scope: () => volume.Scope,
		Mountpoint: () => volume.Mountpoint,
		Labels: () => labelsText(Labels),
		Label: labelMethod(Labels),
		Links: () => (usage ? String(usage.RefCount) : 'N/A'),
		Size: () => (usage ? humanSize(usage.Size) : 'N/A'),
		...(version === 26 ? cluster : {}),
	});
}

export function volumeFormat(format: string, isQuiet: boolean): string {
	if (format === '' || format === 'table') return isQuiet ? '{{.Name}}' : 'table {{.Driver}}\t{{.Name}}';
	if (format !== 'raw') return format;
	return `name: {{.Name}}${isQuiet ? '' : '\\ndriver: {{.Driver}}\\n'}`;
}
