import { expect, test } from 'vitest';
import { hasNaN, outside, overlaps, repeated } from '#stage/laws.ts';
import { withNote, withSentence, type Sheet } from './sheet.ts';

const bare: Sheet = { marks: [], size: { width: 1208, height: 774 }, title: 'network' };
const LONG = 'docker0 브리지가 `veth1a2b3c4` 쪽으로 프레임을 넘깁니다. '.repeat(6);

test('the sentence stands below the picture, without its backticks, and the paper grows by its lines', () => {
	const one = withSentence(bare, '`curl`이 끝났습니다.');
	expect(one.marks).toMatchObject([{ kind: 'box' }, { kind: 'label', text: 'curl이 끝났습니다.' }]);
	expect(one.marks[1]?.y).toBeGreaterThan(774);
	expect(withSentence(bare, LONG).size.height).toBeGreaterThan(one.size.height);
	expect(one.size.height).toBeGreaterThan(774);
});

test('without a sentence it is the picture alone', () => {
	expect(withSentence(bare, '')).toBe(bare);
});

test('a note of several paragraphs keeps the laws of the stage', () => {
	const { marks, size } = withNote(bare, LONG, `${LONG}\n\n${LONG}\nlast`);
	expect(marks).toHaveLength(8);
	expect([repeated(marks), overlaps(marks)].flat()).toEqual([]);
	expect(
		outside(
			marks.filter(({ kind }) => kind === 'label'),
			size,
		),
	).toEqual([]);
	expect(hasNaN(marks)).toBe(false);
});
