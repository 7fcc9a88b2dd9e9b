import type { ToolTable } from '../call.ts';
import { gnuOnly, lateTools } from '../lateTools.ts';

export const fileTools: ToolTable = {
	...lateTools('chgrp chmod chown', () => import('./owning.ts')),
	...lateTools('cp mv rm unlink', () => import('./copying.ts')),
	...lateTools('date sleep uptime', () => import('./dates.ts')),
	...lateTools('dd', () => import('./dd.ts')),
	...lateTools('df du', () => import('./diskSpace.ts')),
	...gnuOnly(lateTools('getfattr setfattr', () => import('./diskSpace.ts'))),
	...lateTools('find', () => import('./find.ts')),
	...lateTools('ln mkdir mkfifo mknod mktemp rmdir touch truncate', () => import('./making.ts')),
	...lateTools('ls', () => import('./ls.ts')),
	...lateTools('readlink realpath stat', () => import('./stat.ts')),
	...gnuOnly(lateTools('file', () => import('./stat.ts'))),
	...lateTools('tar', () => import('./tar.ts')),
};
