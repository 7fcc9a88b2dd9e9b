import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fences, runOf } from './note.ts';
import { parse } from './parse.ts';

const proseOf = (source: string): string =>
	parse(source)
		.blocks.map((block) => (block.kind === 'prose' ? block.html : ''))
		.join('');

describe('meta', () => {
	test('is read from the head of the file', () => {
		const { meta } = parse(
			'---\ntitle: "Bridge: how"\nsection: "2.3"\nscene: network\nsummary: short\n---\ntext',
		);
		expect(meta).toEqual({ title: 'Bridge: how', section: '2.3', scene: 'network', summary: 'short' });
	});
	test('without it, the first heading is the title', () => {
		expect(parse('# My note\n\ntext').meta.title).toBe('My note');
		expect(proseOf('# My note\n\ntext')).toBe('<p>text</p>');
	});
});

describe('ties', () => {
	const html = proseOf('먼저 옵니다. [docker0](#link:docker0+rule:nat/DOCKER/1)에 꽂습니다. 끝.');
	test('a link to a key is a tie, and its sentence knows the keys', () => {
		expect(html).toContain(
			'<span class="sentence" data-keys="link:docker0+rule:nat/DOCKER/1"> <span class="tie" role="button" tabindex="0" data-keys="link:docker0+rule:nat/DOCKER/1">docker0</span>에 꽂습니다.</span> 끝.',
		);
	});
	test('keys are listed once, in order', () => {
		expect(parse('[a](#link:x) [b](#task:1) [c](#link:x)').keys).toEqual(['link:x', 'task:1']);
	});
	test('an address may hold dots without ending a sentence', () => {
		expect(proseOf('[브리지](#link:docker0)는 172.17.0.1 을 씁니다.')).toContain(
			'172.17.0.1 을 씁니다.</span>',
		);
	});
});

describe('fences', () => {
	const note = parse(
		'```host scene=network\ndocker run \\\n  -d nginx\n# why\ndocker ps\n```\n:::now\n```outside\ncurl http://203.0.113.10/\n```\n:::\n```json\n{}\n```',
	);
	test('host and outside fences are commands, others are code', () => {
		expect(fences(note.blocks)).toEqual([
			{
				kind: 'fence',
				index: 0,
				place: 'host',
				scene: 'network',
				commands: ['docker run -d nginx', 'docker ps'],
			},
			{ kind: 'fence', index: 1, place: 'outside', commands: ['curl http://203.0.113.10/'] },
		]);
		expect(JSON.stringify(note.blocks)).toContain('<pre tabindex=\\"0\\"><code>{}</code></pre>');
	});
	test('running one runs those before it', () => {
		expect(runOf(note, 0)).toEqual(['docker run -d nginx', 'docker ps']);
		expect(runOf(note, 1)).toEqual([
			'docker run -d nginx',
			'docker ps',
			'outside$ curl http://203.0.113.10/',
		]);
	});
});

describe('what is text stays text', () => {
	test('image names, times and templates are not directives', () => {
		expect(proseOf('nginx:latest at 10:30 {{.Names}} :x[y]')).toBe(
			'<p>nginx:latest at 10:30 {{.Names}} :x[y]</p>',
		);
	});
	test('HTML is shown, not run', () => {
		expect(proseOf('<img src=x onerror=alert(1)>')).toBe('&lt;img src=x onerror=alert(1)&gt;');
		expect(proseOf('a <b>c</b>')).toBe('<p>a &lt;b&gt;c&lt;/b&gt;</p>');
	});
	test.each(['javascript:alert(1)', 'data:text/html,x', 'JaVaScRiPt:x', 'vbscript:x', ' javascript:x'])(
		'no link leads to %s',
		(url) => {
			expect(proseOf(`[x](<${url}>)`)).not.toContain('href');
		},
	);
	test('links to other notes and to the web do lead there', () => {
		expect(proseOf('[x](4-2-life.md#stop)')).toBe('<p><a href="../4-2-life/#stop">x</a></p>');
		expect(proseOf('[x](https://a.example/)')).toContain('rel="external noopener noreferrer"');
	});
});

test('any text is a note', () => {
	const markdown = fc.array(
		fc.oneof(
			fc.string(),
			fc.constantFrom('```host\n', ':::now\n', '[a](#b:c', '|', '---\n', '\n\n', '<a>', '# '),
		),
	);
	fc.assert(
		fc.property(markdown, (parts) => {
			const note = parse(parts.join(''));
			expect(JSON.stringify(note)).not.toMatch(/<script|<img|javascript:[^"]*"/i);
		}),
		{ numRuns: 300 },
	);
});
