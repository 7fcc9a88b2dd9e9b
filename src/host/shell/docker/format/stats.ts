/** docker stats (docker/cli: cli/command/container/formatter_stats.go). */
import { bytesSize, humanSizeWithPrecision } from '../go/humanUnits.ts';
import { GoStruct } from '../go/value.ts';
import { shortId } from './ellipsis.ts';
import type { Headers } from './rows.ts';

export interface StatsEntry {
	/** As it was asked for. */
	readonly Container: string;
	/** With its slash. */
	readonly Name: string;
	readonly ID: string;
	/** In percent; bytes for the rest. */
	readonly CPUPercentage: number;
	readonly Memory: number;
	readonly MemoryLimit: number;
	readonly MemoryPercentage: number;
	readonly NetworkRx: number;
	readonly NetworkTx: number;
	readonly BlockRead: number;
	readonly BlockWrite: number;
	readonly PidsCurrent: number;
	/** Nothing could be learnt of it. */
	readonly IsInvalid: boolean;
}

export const statsHeaders: Headers = {
	Container: 'CONTAINER',
	Name: 'NAME',
	ID: 'CONTAINER ID',
	CPUPerc: 'CPU %',
	MemUsage: 'MEM USAGE / LIMIT',
	MemPerc: 'MEM %',
	NetIO: 'NET I/O',
	BlockIO: 'BLOCK I/O',
	PIDs: 'PIDS',
};

const pair = (a: number, b: number): string =>
	`${humanSizeWithPrecision(a, 3)} / ${humanSizeWithPrecision(b, 3)}`;

export function statsRow(entry: StatsEntry, isShort: boolean): GoStruct {
	const known =
		(text: () => string, otherwise = '--') =>
		() =>
			entry.IsInvalid ? otherwise : text();
	return new GoStruct('*container.statsContext', {
		Container: () => entry.Container,
		Name: () => (entry.Name.length > 1 ? entry.Name.slice(1) : '--'),
		ID: () => (isShort ? shortId(entry.ID) : entry.ID),
		CPUPerc: known(() => `${entry.CPUPercentage.toFixed(2)}%`),
		MemUsage: known(() => `${bytesSize(entry.Memory)} / ${bytesSize(entry.MemoryLimit)}`, '-- / --'),
		MemPerc: known(() => `${entry.MemoryPercentage.toFixed(2)}%`),
		NetIO: known(() => pair(entry.NetworkRx, entry.NetworkTx)),
		BlockIO: known(() => pair(entry.BlockRead, entry.BlockWrite)),
		PIDs: known(() => String(entry.PidsCurrent)),
	});
}

const columns = 'ID Name CPUPerc MemUsage MemPerc NetIO BlockIO PIDs'
	.split(' ')
	.map((name) => `{{.${name}}}`);

export const statsFormat = (format: string): string =>
	format === '' || format === 'table' ? `table ${columns.join('\t')}` : format;
