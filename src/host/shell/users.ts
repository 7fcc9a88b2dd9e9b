/** User and group names, from the /etc/passwd and /etc/group that a process sees (passwd(5), group(5)). */
import { isErrno } from '../kernel/errno.ts';
import { content } from '../kernel/files.ts';
import type { HostState } from '../state.ts';

const rows = (state: HostState, pid: number, path: string): string[][] => {
	try {
		return content(state, pid, path)
			.split('\n')
			.map((line) => line.split(':'));
	} catch (error) {
		if (isErrno(error)) return [];
		throw error;
	}
};
const nameIn = (state: HostState, pid: number, path: string, id: number): string =>
	rows(state, pid, path).find((row) => row[2] === String(id))?.[0] ?? String(id);

/** The name, or the number where the file has none. */
export const userName = (state: HostState, pid: number, uid: number): string =>
	nameIn(state, pid, '/etc/passwd', uid);
export const groupName = (state: HostState, pid: number, gid: number): string =>
	nameIn(state, pid, '/etc/group', gid);

export interface User {
	readonly name: string;
	readonly uid: number;
	readonly gid: number;
	readonly home: string;
}
const userOf = ([name = '', , uid, gid, , home = '/']: readonly string[]): User => ({
	name,
	uid: Number(uid),
	gid: Number(gid),
	home,
});
/** By name or number; undefined where neither is known. */
export const userNamed = (state: HostState, pid: number, name: string): User | undefined => {
	const row = rows(state, pid, '/etc/passwd').find((each) => each[0] === name || each[2] === name);
	return row && userOf(row);
};
export const groupNamed = (state: HostState, pid: number, name: string): number | undefined => {
	const row = rows(state, pid, '/etc/group').find((each) => each[0] === name || each[2] === name);
	return row && Number(row[2]);
};
/** Groups that list the user as a member. */
export const groupsOf = (state: HostState, pid: number, name: string): { name: string; gid: number }[] =>
	rows(state, pid, '/etc/group')
		.filter((row) => row[3]?.split(',').includes(name))
		.map((row) => ({ name: row[0]!, gid: Number(row[2]) }));
