import { beforeAll, describe, expect, it } from 'vitest';
import { loadAll } from '../../late.ts';
import { openSession, type Session } from '../../session.ts';
import { md5, sha256 } from '../../hash.ts';
import { timeNamed } from './dates.ts';
import { hunksOf } from './diff.ts';
import { changedMode } from './modes.ts';
import { expressionSource } from './regexp.ts';
import { humanSize } from './sizes.ts';
import { sorted } from './sort.ts';
import { momentOf, timeText } from './timeText.ts';
import { charactersOf, translated } from './tr.ts';

await loadAll();

describe('filters as functions', () => {
	it('sorts by bytes, numbers and keys', () => {
		expect(sorted(['b', 'A', 'a'], '')).toEqual(['A', 'a', 'b']);
		expect(sorted(['10', '9', '1'], 'n')).toEqual(['1', '9', '10']);
		expect(sorted(['a 2', 'b 1'], '', ['2'])).toEqual(['b 1', 'a 2']);
		expect(sorted(['x:10', 'y:9'], '', ['2nr'], ':')).toEqual(['x:10', 'y:9']);
		expect(sorted(['b', 'a', 'b'], 'u')).toEqual(['a', 'b']);
		expect(sorted(['2K', '1M', '3'], 'h')).toEqual(['3', '2K', '1M']);
	});
	it('translates characters', () => {
		expect(charactersOf('a-c\\n[:digit:]').join('')).toBe('abc\n0123456789');
		expect(translated('hello', '', 'a-y', 'b-z')).toBe('ifmmp');
		expect(translated('a  b', 's', ' ', undefined)).toBe('a b');
		expect(translated('a1b2', 'cd', '0-9', undefined)).toBe('12');
	});
	it('hashes', () => {
		expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
		expect(md5('')).toBe('d41d8cd98f00b204e9800998ecf8427e');
		expect(md5('hello world')).toBe('5eb63bbbe01eeed093cb22bb8f5acdc3');
	});
	it('knows the calendar', () => {
		expect(timeText(951782400, '%F %T %j %a')).toBe('2000-02-29 00:00:00 060 Tue');
		expect(momentOf(-1)).toMatchObject({ year: 1969, month: 12, day: 31, second: 59 });
		expect(timeNamed('2000-02-29 00:00', 0)).toBe(951782400);
		expect(timeNamed('2 hours ago', 10000)).toBe(2800);
	});
	it('reads modes and regular expressions', () => {
		expect(changedMode('u+x,go-w', 0o666, false)).toBe(0o744);
		expect(changedMode('a=rX', 0o700, true)).toBe(0o555);
		expect(changedMode('9', 0, false)).toBeUndefined();
		expect(expressionSource('a\\(b\\)*+', false)).toBe('a(b)*\\+');
		expect(expressionSource('^a{2}|[[:alpha:]]$', true)).toBe('^a{2}|[A-Za-z]$');
		expect(humanSize(1536)).toBe('1.5K');
	});
	it('finds the lines that differ', () => {
		expect(hunksOf(['a', 'b', 'c'], ['a', 'x', 'c', 'd'])).toEqual([
			{ a: [1, 2], b: [1, 2] },
			{ a: [3, 3], b: [3, 4] },
		]);
	});
});

describe('filters as commands', () => {
	let session: Session;
	beforeAll(() => {
		session = openSession({ profile: 'docker26-cgroup2', images: [], registry: false });
	});
	it.each([
		["echo 'a1b22' | sed -E 's/[0-9]+/<&>/g'", 'a<1>b<22>\n'],
		["printf '1\\n2\\n3\\n' | sed -n '2,$p'", '2\n3\n'],
		["printf 'a\\nb\\nc\\n' | sed -e '/a/,/b/d' -e '$a end'", 'c\nend\n'],
		["printf 'a:1\\nb:2\\n' | awk -F: '{s += $2; print $2, $1} END {print s, NR}'", '1 a\n2 b\n3 2\n'],
		["printf 'x\\ny\\nx\\n' | awk '{c[$1]++} END {for (k in c) print k, c[k]}'", 'x 2\ny 1\n'],
		[
			'awk \'BEGIN { printf "%s %05.1f|%-3d|\\n", toupper("a"), 2.25, 7; exit 2 }\'; echo $?',
			'A 002.2|7  |\n2\n',
		],
		["printf 'foo\\nbar\\n' | grep -n o; printf 'a b\\n' | grep -o '[a-z]'", '1:foo\na\nb\n'],
		[
			"printf 'a,b,c\\n' | cut -d, -f1,3; printf 'b\\na\\nb\\n' | sort | uniq -c",
			'a,c\n      1 a\n      2 b\n',
		],
		["printf 'a\\nb' | wc; printf '1 2 3' | xargs -n2 echo", '      1       2       3\n1 2\n3\n'],
		[
			'mkdir -p d/e; touch d/f; find d -type f; stat -c "%a %F" d; rm -r d; ls d 2>&1',
			"d/f\n755 directory\nls: cannot access 'd': No such file or directory\n",
		],
		['timeout 1 sleep 5; echo $?; dd if=/dev/zero bs=1k count=2 2>/dev/null | wc -c', '124\n2048\n'],
		["printf '%s=%d\\n' a 1 b; expr 3 + 4; basename /a/b.c .c", 'a=1\nb=0\n7\nb\n'],
		["printf 'a\\nb\\n' > p; printf 'a\\nc\\n' | diff p -; echo $?", '2c2\n< b\n---\n> c\n1\n'],
	])('%s', (cmd, text) => {
		expect(session.run({ at: 'host', cmd }).stdout).toBe(text);
	});
	it('makes a process of every command of a pipeline', () => {
		const { changes } = session.run({ at: 'host', cmd: 'ps -e | grep -c . > /dev/null' });
		const kinds = changes.map(({ event }) => event.kind).filter((kind) => kind.startsWith('task.'));
		expect(kinds.filter((kind) => kind === 'task.clone')).toHaveLength(2);
		expect(kinds.filter((kind) => kind === 'task.exec')).toHaveLength(2);
		expect(kinds.filter((kind) => kind === 'task.reap')).toHaveLength(2);
	});
});
