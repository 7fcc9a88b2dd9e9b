import type { ToolTable } from '../call.ts';
import { lateTools } from '../lateTools.ts';
import { echo, falseTool, trueTool, yes } from './echo.ts';

const { awk } = lateTools(['awk'], () => import('./awk.ts'), ['awk', 'mawk']);
const { base64 } = lateTools(['base64'], () => import('./base64.ts'));
const { cmp, comm } = lateTools(['cmp', 'comm'], () => import('./comparing.ts'));
const { md5sum, sha1sum, sha256sum } = lateTools(
	['md5sum', 'sha1sum', 'sha256sum'],
	() => import('./checksums.ts'),
);
const { diff } = lateTools(['diff'], () => import('./diff.ts'));
const { egrep, fgrep, grep } = lateTools(['egrep', 'fgrep', 'grep'], () => import('./grep.ts'));
const { cat, head, nl, rev, tac, tail } = lateTools(
	['cat', 'head', 'nl', 'rev', 'tac', 'tail'],
	() => import('./headTail.ts'),
);
const { hexdump, od, xxd } = lateTools(['hexdump', 'od', 'xxd'], () => import('./hexdump.ts'));
const { sed } = lateTools(['sed'], () => import('./sed.ts'));
const { tee } = lateTools(['tee'], () => import('./tee.ts'));
const { cut, fold, paste, seq } = lateTools(['cut', 'fold', 'paste', 'seq'], () => import('./cut.ts'));
const { sort, uniq } = lateTools(['sort', 'uniq'], () => import('./sort.ts'));
const { tr } = lateTools(['tr'], () => import('./tr.ts'));
const { wc } = lateTools(['wc'], () => import('./wc.ts'));
const { basename, dirname, expr, xargs } = lateTools(
	['basename', 'dirname', 'expr', 'xargs'],
	() => import('./words.ts'),
);

export const { printf } = lateTools(['printf'], () => import('./printf.ts'));
export const { bracket, test } = lateTools(['bracket', 'test'], () => import('./test.ts'), [
	'[',
	'[[',
	'test',
]);

export const textTools: ToolTable = {
	'[': bracket,
	'[[': { busybox: bracket },
	awk,
	mawk: { gnu: awk },
	basename,
	cat,
	base64,
	cmp,
	comm: { gnu: comm },
	less: cat,
	more: cat,
	md5sum,
	sha1sum,
	sha256sum,
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
