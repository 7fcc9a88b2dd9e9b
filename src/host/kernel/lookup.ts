/** Lookup is the question for the addresses of a name that was asked last, with every table that was consulted for it. */
import type { Appliers } from '../event.ts';
import type { HostState } from '../state.ts';

/** A file, a name server, or the table in which a name server looks (nsswitch.conf(5), resolv.conf(5)). */
export interface Consulted {
	readonly table: 'hosts' | 'server' | 'engine' | 'upstream';
	/** The file's path, the server's address, or the name of the table. */
	readonly at: string;
	/** What was asked for: the name, perhaps with a search domain. */
	readonly name: string;
	/** What was found; absent until it has answered, empty where it knows nothing. */
	readonly found?: readonly string[];
}

export interface Lookup {
	/** Network namespace of who asks. */
	readonly namespace: number;
	readonly program: string;
	readonly name: string;
	readonly consulted: readonly Consulted[];
	/** The addresses that the program got. */
	readonly answer?: readonly string[];
}

export type LookupEvent =
	| { readonly kind: 'name.ask'; readonly pid: number; readonly name: string }
	| ({ readonly kind: 'name.consult' } & Consulted)
	| { readonly kind: 'name.answer'; readonly addresses: readonly string[] };

const isSame = (a: Consulted, b: Consulted): boolean =>
	a.table === b.table && a.at === b.at && a.name === b.name;

const changed = (state: HostState, edit: (lookup: Lookup) => Lookup): HostState =>
	state.lookup ? { ...state, lookup: edit(state.lookup) } : state;

export const lookupAppliers: Appliers<LookupEvent> = {
	'name.ask': (state, { pid, name }) => {
		const task = state.tasks.get(pid);
		const lookup = { namespace: task?.namespaces.net ?? 0, program: task?.comm ?? '', name, consulted: [] };
		return { ...state, lookup };
	},
	'name.consult': (state, { kind: _, ...one }) =>
		changed(state, (lookup) => ({
			...lookup,
			consulted: lookup.consulted.some((each) => isSame(each, one))
				? lookup.consulted.map((each) => (isSame(each, one) ? one : each))
				: [...lookup.consulted, one],
		})),
	'name.answer': (state, { addresses }) => changed(state, (lookup) => ({ ...lookup, answer: addresses })),
};
