import type { ToolTable } from '../call.ts';
import { awk } from './awk.ts';
import { checksums } from './checksums.ts';
import { diff } from './diff.ts';
import { echo, falseTool, printf, trueTool, yes } from './echo.ts';
import { egrep, fgrep, grep } from './grep.ts';
import { cat, head, nl, rev, tac, tail } from './headTail.ts';
import { hexdump, od, xxd } from './hexdump.ts';
import { sed } from './sed.ts';
import { tee } from './tee.ts';
import { bracket, test } from './test.ts';
import { cut, fold, paste, seq } from './cut.ts';
import { sort, uniq } from './sort.ts';
import { tr } from './tr.ts';
import { wc } from './wc.ts';
import { basename, dirname, expr, xargs } from './words.ts';

export const textTools: ToolTable = {
	'[': bracket,
	'[[': { busybox: bracket },
	awk,
	mawk: { gnu: awk },
	basename,
	cat,
	...checksums,
	cut,
	diff,
	dirname,
	echo,
	egrep,
	expr,
	false: falseTool,
	fgrep,
	fold,
	grep,
	head,
	hexdump,
	nl,
	od,
	paste,
	printf,
	rev,
	sed,
	seq,
	sort,
	tac,
	tail,
	tee,
	test,
	tr,
	true: trueTool,
	uniq,
	wc,
	xargs,
	xxd,
	yes,
};
