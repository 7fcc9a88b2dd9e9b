import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadAll } from '../late.ts';
import { openSession, type Session } from '../session.ts';

await loadAll();

const bare = { profile: 'docker26-cgroup2', images: [], registry: false } as const;
let session: Session;
beforeEach(() => {
	session = openSession(bare);
});
const run = (cmd: string) => session.run({ at: 'host', cmd });
const printed = (cmd: string) => run(cmd).stdout;

describe('expansion', () => {
	it.each([
		['echo a   b "c   d" \'e f\' \\g', 'a b c   d e f g\n'],
		['x="a b"; set -- $x "$x"; echo $#', '3\n'],
		['IFS=:; v=a::c; for i in $v; do echo "[$i]"; done', '[a]\n[]\n[c]\n'],
		['echo ${u:-def} ${u-def} ${u:=3} ${u:+set} ${#u}', 'def def 3 set 1\n'],
		['f=/a/b.tar.gz; echo ${f##*/} ${f%%.*} ${f/a/X} ${f:1:2}', 'b.tar.gz /a/b /X/b.tar.gz a/\n'],
		['echo $((1 + 2)) $(echo $(echo deep)) `echo tick`', '3 deep tick\n'],
		['echo {a,b}{1..2} "{x,y}"', 'a1 a2 b1 b2 {x,y}\n'],
		['set -- a "b c"; for i in "$@"; do echo "<$i>"; done', '<a>\n<b c>\n'],
		['touch b1 b2; echo b* nothing* "b*"', 'b1 b2 nothing* b*\n'],
		['echo ~ "~" a~', '/root ~ a~\n'],
		["echo $'a\\tb'", 'a\tb\n'],
	])('%s', (cmd, text) => {
		expect(printed(cmd)).toBe(text);
	});
});

describe('commands', () => {
	it.each([
		['i=0; while [ $i -lt 3 ]; do i=$((i+1)); [ $i = 2 ] && continue; echo $i; done', '1\n3\n'],
		['for i in 1 2; do for j in a b; do [ $j = b ] && continue 2; echo $i$j; done; done', '1a\n2a\n'],
		['case foo.txt in *.c) echo c;; *.md|*.txt) echo text;; esac', 'text\n'],
		['f() { local a=$1; echo "$a $#"; return 3; }; f x y; echo $?', 'x 2\n3\n'],
		['(cd /tmp; x=2; pwd); echo ${x-unset}; (exit 4); echo $?', '/tmp\nunset\n4\n'],
		['[[ abc == a* && ! -f /nope && abc =~ ^a(b)c$ ]] && echo yes', 'yes\n'],
		['for ((i=0;i<2;i++)); do echo $i; done; ((0)) || echo z', '0\n1\nz\n'],
		['echo one > f; echo two >> f; cat < f | tail -1; cat <<< here', 'two\nhere\n'],
		['{ echo out; echo err >&2; } 2>&1 | sort', 'err\nout\n'],
		['seq 3 | while read n; do echo n$n; done', 'n1\nn2\nn3\n'],
		['true | false; echo $?; set -o pipefail; false | true; echo $?; set +o pipefail', '1\n1\n'],
		['bash -c "set -e; f() { false; echo in; }; f || echo or; f; echo no"; echo $?', 'in\n1\n'],
		['trap "echo bye" USR1; kill -USR1 $$; echo after; trap - USR1', 'bye\nafter\n'],
		['yes | head -2; seq 100000 | head -1', 'y\ny\n1\n'],
		['sh -c "exit 3"; echo $?; sh -c "kill -9 \\$\\$" 2>/dev/null; echo $?', '3\n137\n'],
	])('%s', (cmd, text) => {
		expect(printed(cmd)).toBe(text);
	});

	it('says what failed, where bash says it', () => {
		expect(run('nosuch')).toMatchObject({ stderr: 'bash: nosuch: command not found\n', exit: 127 });
		expect(run('/etc')).toMatchObject({ stderr: 'bash: /etc: Is a directory\n', exit: 126 });
		expect(run('echo x > /nope/f')).toMatchObject({
			stderr: 'bash: /nope/f: No such file or directory\n',
			exit: 1,
		});
		expect(run("sh -c 'nosuch'").stderr).toBe('sh: 1: nosuch: not found\n');
		expect(run('apt update').stderr).toBe('apt: real, but not simulated here\n');
	});

	it('keeps variables, directory and jobs from line to line', () => {
		run('x=5; cd /tmp; sleep 5 & S=$!');
		expect(printed('echo $x $PWD; kill $S; wait $S; echo $?')).toBe('5 /tmp\n143\n');
	});

	it('lets background jobs and time pass together', () => {
		const before = session.host.state.clock.now;
		expect(printed('(sleep 1; echo late) & sleep 2; echo end; wait')).toBe('late\nend\n');
		expect(session.host.state.clock.now - before).toBeCloseTo(2, 0);
		expect(run('sleep 5 & kill -9 $!; wait $!').stderr).toMatch(/^bash: \d+ Killed +sleep 5\n$/);
	});

	it('gives up a line that never ends, and goes on', () => {
		expect(run('sleep infinity').isInterrupted).toBe(true);
		expect(printed('echo still here')).toBe('still here\n');
	});

	it('leaves no process behind', () => {
		const before = session.host.state.tasks.size;
		run('seq 3 | cat | tail -1; x=$(echo hi); (exit 1); true & wait');
		expect(session.host.state.tasks.size).toBe(before);
	});

	it('ends whatever script it is given', () => {
		const word = fc.constantFrom(
			'echo',
			'x=1',
			'$x',
			'"$@"',
			'|',
			'&&',
			';',
			'&',
			'(',
			')',
			'{',
			'}',
			'if',
			'then',
			'fi',
			'cat',
			'<',
			'>f',
			'true',
			'while false',
			'do',
			'done',
			'$(echo a)',
			'wait',
			'sleep 1',
			'!',
			'exit 2',
			'sed p',
			'grep a',
			'ls',
			'kill %1',
			'set -e',
			'set +e',
			'unset x',
			'*',
			'awk 1',
		);
		fc.assert(
			fc.property(fc.array(word, { maxLength: 12 }), (words) => {
				const one = openSession(bare);
				const { exit } = one.run({ at: 'host', cmd: words.join(' ') });
				expect(exit).toBeGreaterThanOrEqual(0);
			}),
			{ numRuns: 60 },
		);
	});
});
