import { expect, test } from 'vitest';
import { treeOfText } from './treeText.ts';

const tree = (lines: string, contents?: Record<string, string>) =>
	treeOfText({ lines, ...(contents && { contents }) }, 7);

test('lines become nodes', () => {
	expect(tree('d 755:0:4 etc etc/nginx')).toEqual([
		{ path: 'etc', kind: 'dir', mode: 0o755, uid: 0, gid: 4, size: 4096, modified: 7 },
		{ path: 'etc/nginx', kind: 'dir', mode: 0o755, uid: 0, gid: 4, size: 4096, modified: 7 },
	]);
	expect(tree('f 4755 12 bin/su')[0]).toMatchObject({ path: 'bin/su', mode: 0o4755, size: 12 });
	expect(tree('l bin/sh dash')[0]).toMatchObject({ kind: 'link', target: 'dash', size: 4 });
	expect(tree('w tmp/debs')[0]).toMatchObject({ path: 'tmp/debs', kind: 'char', device: [0, 0] });
	expect(tree('o 700 etc/ufw')[0]).toMatchObject({ kind: 'dir', mode: 0o700, isOpaque: true });
	expect(tree('x usr/bin ls cat').map(({ path }) => path)).toEqual(['usr/bin/ls', 'usr/bin/cat']);
});
test('a known content gives the size, but for programs', () => {
	expect(tree('f 644 0 a', { a: '한\n' })[0]).toMatchObject({ size: 4, content: '한\n' });
	expect(tree('f 755 99 b', { b: '\x7fELFb\n' })[0]).toMatchObject({ size: 99, content: '\x7fELFb\n' });
});
test('hard links are what they link to', () => {
	const [, first, second] = tree('f 755 5 bin/[\nh bin/[ ls cat');
	expect(first).toMatchObject({ path: 'bin/ls', link: 'bin/[', size: 5, mode: 0o755 });
	expect(second).toMatchObject({ path: 'bin/cat', link: 'bin/[' });
});
