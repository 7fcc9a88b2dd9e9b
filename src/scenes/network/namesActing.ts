/** Which marks of the names' face an event is about. */
import type { HostState } from '#host/state.ts';
import type { BeatEvent } from '#timeline/timeline.ts';

export const namesActing = (event: BeatEvent, after: HostState): readonly string[] => {
	if (event.kind === 'name.ask' || event.kind === 'name.answer') return ['asker'];
	if (event.kind !== 'name.consult') return [];
	const { table, at, name, found } = event;
	const rows = (found ?? []).map((address) => `${table === 'hosts' ? 'hosts' : 'name'}/${address}`);
	const where =
		{ hosts: 'table:hosts', engine: 'table:engine', server: '', upstream: '' }[table] || `server:${at}`;
	return after.lookup ? [where, `ask:${table}`, `consulted:${table}/${at}/${name}`, ...rows] : [];
};
