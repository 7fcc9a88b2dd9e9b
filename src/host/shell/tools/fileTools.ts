import type { ToolTable } from '../call.ts';
import { lateTools } from '../lateTools.ts';

const { cp, mv, rm, unlink } = lateTools(['cp', 'mv', 'rm', 'unlink'], () => import('./copying.ts'));
const { date, sleep, uptime } = lateTools(['date', 'sleep', 'uptime'], () => import('./dates.ts'));
const { dd } = lateTools(['dd'], () => import('./dd.ts'));
const { df, du, getfattr, setfattr } = lateTools(
	['df', 'du', 'getfattr', 'setfattr'],
	() => import('./diskSpace.ts'),
);
const { find } = lateTools(['find'], () => import('./find.ts'));
const { ls } = lateTools(['ls'], () => import('./ls.ts'));
const { ln, mkdir, mkfifo, mknod, mktemp, rmdir, touch, truncate } = lateTools(
	['ln', 'mkdir', 'mkfifo', 'mknod', 'mktemp', 'rmdir', 'touch', 'truncate'],
	() => import('./making.ts'),
);
const { chgrp, chmod, chown } = lateTools(['chgrp', 'chmod', 'chown'], () => import('./owning.ts'));
const { file, readlink, realpath, stat } = lateTools(
	['file', 'readlink', 'realpath', 'stat'],
	() => import('./stat.ts'),
);
const { tar } = lateTools(['tar'], () => import('./tar.ts'));

export const fileTools: ToolTable = {
	chgrp,
	chmod,
	chown,
	cp,
	date,
	dd,
	df,
	du,
	file: { gnu: file },
	find,
	getfattr: { gnu: getfattr },
	ln,
	ls,
	mkdir,
	mkfifo,
	mknod,
	mktemp,
	mv,
	readlink,
	realpath,
	rm,
	rmdir,
	setfattr: { gnu: setfattr },
	sleep,
	stat,
	tar,
	touch,
	truncate,
	unlink,
	uptime,
};
