import { expect, test } from 'vitest';
import { parse } from '#notes/parse.ts';
import { deckOf, deckOfRun } from './deckOf.ts';
import { readDeck, writeDeck } from './deckFile.ts';

const note = parse(`---
title: 브리지
section: "2.3"
scene: network
---

첫 문장입니다. [docker0](#link:docker0)를 봅니다.

\`\`\`host
docker run -d --name web nginx
\`\`\`

뒤의 말입니다.

## 둘째 절

a < b & "c"

- 하나
- 둘

### 셋째 절

앞의 말.

\`\`\`host scene=layers face=build
docker ps
docker images
\`\`\`

사이의 말.

:::nuance
더 정확한 말.

\`\`\`outside
curl x
\`\`\`
:::

끝의 말.
`);

test('every section and every fence is a stop, with what is written about it', () => {
	const { name, stops } = deckOf(note);
	expect(name).toBe('2.3 브리지');
	expect(stops).toEqual([
		{
			title: '브리지',
			run: ['docker run -d --name web nginx'],
			before: 0,
			at: 'end',
			scene: 'network',
			note: '첫 문장입니다. docker0를 봅니다.\n\n뒤의 말입니다.',
		},
		{
			title: '둘째 절',
			run: ['docker run -d --name web nginx'],
			at: 'end',
			scene: 'network',
			note: 'a < b & "c"\n\n· 하나\n· 둘',
		},
		{
			title: '셋째 절',
			run: ['docker run -d --name web nginx', 'docker ps', 'docker images'],
			before: 1,
			at: 'end',
			scene: 'layers',
			face: 'build',
			note: '앞의 말.\n\n사이의 말.\n\n더 정확한 말.',
		},
		{
			title: '셋째 절 (2)',
			run: ['docker run -d --name web nginx', 'docker ps', 'docker images', 'outside$ curl x'],
			before: 3,
			at: 'end',
			scene: 'layers',
			face: 'build',
			note: '끝의 말.',
		},
	]);
});

test('a note’s deck is a file like any other', () => {
	expect(readDeck(writeDeck(deckOf(note)))).toEqual({ deck: deckOf(note) });
});

test('a note without a word or a fence is an empty deck', () => {
	expect(deckOf(parse('# Only a title')).stops).toEqual([]);
});

test('what was typed is a deck with a stop for every line', () => {
	const { stops } = deckOfRun('x', {
		run: ['docker ps', 'cat <<E\n> a\n> E'],
		scene: 'layers',
		host: 'docker20-cgroup1',
	});
	expect(stops).toEqual([
		{
			title: 'docker ps',
			run: ['docker ps'],
			before: 0,
			at: 'end',
			scene: 'layers',
			host: 'docker20-cgroup1',
			note: '',
		},
		{
			title: 'cat <<E …',
			run: ['docker ps', 'cat <<E\n> a\n> E'],
			before: 1,
			at: 'end',
			scene: 'layers',
			host: 'docker20-cgroup1',
			note: '',
		},
	]);
});

test('where nothing was typed there is the host as it stands', () => {
	expect(deckOfRun('x', { run: [], scene: 'layers' }).stops).toEqual([
		{ title: 'x', run: [], at: 0, scene: 'layers', note: '' },
	]);
});
