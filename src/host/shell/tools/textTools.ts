import type { ToolTable } from '../call.ts';
import { gnuOnly, lateTools } from '../lateTools.ts';
import { echo, falseTool, trueTool, yes } from './echo.ts';

const { awk } = lateTools('awk', () => import('./awk.ts'), ['awk', 'mawk']);
const lines = lateTools('cat head nl rev tac tail', () => import('./headTail.ts'));

export const { printf } = lateTools('printf', () => import('./printf.ts'));
export const { bracket, test } = lateTools('bracket test', () => import('./test.ts'), ['[', '[[', 'test']);

export const textTools: ToolTable = {
	'[': bracket,
	'[[': { busybox: bracket },
	awk,
	mawk: { gnu: awk },
	...lateTools('base64', () => import('./base64.ts')),
	...lateTools('basename dirname expr xargs', () => import('./words.ts')),
	...lines,
	less: lines.cat,
	more: lines.cat,
	...lateTools('cmp', () => import('./comparing.ts')),
	...gnuOnly(lateTools('comm', () => import('./comparing.ts'))),
	...lateTools('cut fold paste seq', () => import('./cut.ts')),
	...lateTools('diff', () => import('./diff.ts')),
	echo,
	...lateTools('egrep fgrep grep', () => import('./grep.ts')),
	false: falseTool,
	...lateTools('hexdump od xxd', () => import('./hexdump.ts')),
	...lateTools('md5sum sha1sum sha256sum', () => import('./checksums.ts')),
	printf,
	...lateTools('sed', () => import('./sed.ts')),
	...lateTools('sort uniq', () => import('./sort.ts')),
	...lateTools('tee', () => import('./tee.ts')),
	test,
	...lateTools('tr', () => import('./tr.ts')),
	true: trueTool,
	...lateTools('wc', () => import('./wc.ts')),
	yes,
};
