/** chmod, chown, chgrp. */
import { exists, status } from '../../kernel/files.ts';
import { setMode, setOwner } from '../../kernel/attributes.ts';
import { gidOutside, uidOutside } from '../../kernel/idMap.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import { groupNamed, userNamed } from '../users.ts';
import { below, forEach } from './forEachPath.ts';
import { changedMode } from './modes.ts';
import { optionsOf } from './options.ts';

export function* chmod(call: Call): Running<number> {
	const first = call.args.findIndex((word) => !/^-[Rvfc]+$|^--(recursive|verbose)$/.test(word));
	const flags = call.args.slice(0, Math.max(0, first));
	const [mode, ...paths] = call.args.slice(flags.length);
	if (mode === undefined || !paths.length)
		return call.misused(
			mode === undefined ? 'missing operand' : `missing operand after ${call.quoted(mode)}`,
		);
	const isDeep = flags.some((flag) => /R|recursive/.test(flag)) || paths.includes('-R');
	const act = (path: string) => {
		for (const each of isDeep ? below(call, path) : [path]) {
			const inode = status(call.state, call.pid, each, { follow: !isDeep });
			if (inode.kind === 'link') continue;
			setMode(
				call.host,
				call.pid,
				each,
				changedMode(mode, inode.mode, inode.kind === 'dir') ??
					call.stop(`invalid mode${call.isBusybox ? '' : ':'} ${call.quoted(mode)}`),
			);
		}
	};
	return yield* forEach(
		call,
		paths.filter((path) => path !== '-R'),
		act,
		(path) =>
			exists(call.state, call.pid, path) ? `changing permissions of '${path}'` : `cannot access '${path}'`,
		(path) => path,
	);
}

function* chowning(call: Call, isGroup: boolean): Running<number> {
	const options = optionsOf(call, 'Rhvfc', { long: { recursive: 'R', 'no-dereference': 'h' } });
	const [owner, ...paths] = options.rest;
	if (owner === undefined || !paths.length)
		return call.misused(
			owner === undefined ? 'missing operand' : `missing operand after ${call.quoted(owner)}`,
		);
	const [user = '', group] = isGroup ? ['', owner] : owner.split(/[:.](.*)/);
	const { state, pid } = call;
	const uid =
		user === ''
			? undefined
			: (userNamed(state, pid, user)?.uid ??
				(/^\d+$/.test(user)
					? Number(user)
					: call.stop(call.isBusybox ? `unknown user ${user}` : `invalid user: ${call.quoted(owner)}`)));
	const gid = !group
		? undefined
		: (groupNamed(state, pid, group) ??
			(/^\d+$/.test(group)
				? Number(group)
				: call.stop(call.isBusybox ? `unknown group ${group}` : `invalid group: ${call.quoted(owner)}`)));
	const outside = (id: number | undefined, map: typeof uidOutside) =>
		id === undefined ? undefined : (map(state, pid, id) ?? call.stop('changing ownership: Invalid argument'));
	const act = (path: string) => {
		for (const each of options.has('R') ? below(call, path) : [path])
			setOwner(call.host, pid, each, outside(uid, uidOutside), outside(gid, gidOutside), {
				follow: !options.has('h') && !options.has('R'),
			});
	};
	return yield* forEach(
		call,
		paths,
		act,
		(path) =>
			exists(state, pid, path)
				? `changing ${isGroup ? 'group' : 'ownership'} of '${path}'`
				: `cannot access '${path}'`,
		(path) => path,
	);
}

export const chown = (call: Call) => chowning(call, false);
export const chgrp = (call: Call) => chowning(call, true);
