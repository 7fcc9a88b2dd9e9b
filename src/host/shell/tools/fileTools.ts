import type { ToolTable } from '../call.ts';
import { cp, mv, rm } from './copying.ts';
import { date, sleep, uptime } from './dates.ts';
import { dd } from './dd.ts';
import { df, du, getfattr, setfattr } from './diskSpace.ts';
import { find } from './find.ts';
import { ls } from './ls.ts';
import { ln, mkdir, mkfifo, mknod, mktemp, rmdir, touch, truncate } from './making.ts';
import { chgrp, chmod, chown } from './owning.ts';
import { file, readlink, realpath, stat } from './stat.ts';
import { tar } from './tar.ts';

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
	uptime,
};
