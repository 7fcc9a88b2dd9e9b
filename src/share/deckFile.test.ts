import { describe, expect, test } from 'vitest';
import { fullDeck, stopOf } from './deck.fixture.ts';
import { deckFileName, readDeck, writeDeck, type DeckFault } from './deckFile.ts';

const faultOf = (text: string): DeckFault | undefined => {
	const read = readDeck(text);
	return 'fault' in read ? read.fault : undefined;
};
const withStop = (stop: object): string =>
	JSON.stringify({ ...JSON.parse(writeDeck(fullDeck)), stops: [stopOf(), { ...stopOf(), ...stop }] });
const withDeck = (fields: object): string =>
	JSON.stringify({ ...JSON.parse(writeDeck(fullDeck)), ...fields });

test('what is written is what is read', () => {
	expect(readDeck(writeDeck(fullDeck))).toEqual({ deck: fullDeck });
	expect(readDeck(`\uFEFF${writeDeck(fullDeck)}`)).toEqual({ deck: fullDeck });
	expect(readDeck(writeDeck({ name: '', stops: [] }))).toEqual({ deck: { name: '', stops: [] } });
});

test('a file of nothing but its moment is enough', () => {
	const { title, run, at, scene } = stopOf();
	expect(readDeck(withDeck({ stops: [{ title, run, at, scene }] }))).toEqual({
		deck: { ...fullDeck, stops: [stopOf()] },
	});
});

describe('what is wrong is told with its place', () => {
	test('no JSON', () => {
		expect(faultOf('{\n\t"kind": "drydock deck",\n\t"stops": [}\n')).toEqual({ kind: 'notJson', line: 3 });
		expect(faultOf('')).toMatchObject({ kind: 'notJson' });
	});
	test('another file', () => {
		for (const text of ['[]', 'null', '7', '{"stops":[]}', '{"kind":"slides"}'])
			expect(faultOf(text)).toEqual({ kind: 'notDeck' });
	});
	test('a later version', () => {
		expect(faultOf(withDeck({ version: 2 }))).toEqual({ kind: 'newer', version: '2' });
	});
	test('fields of the deck', () => {
		expect(faultOf(withDeck({ name: 7 }))).toEqual({
			kind: 'field',
			field: 'name',
			said: '7',
			wanted: 'text',
		});
		expect(faultOf(withDeck({ stops: {} }))).toMatchObject({ field: 'stops', wanted: 'stops' });
		expect(faultOf(withDeck({ stops: [7] }))).toMatchObject({ field: 'stops[0]', said: '7' });
		expect(faultOf(withDeck({ minutes: 9999 }))).toMatchObject({ wanted: 'less', of: '1440' });
		expect(faultOf(withDeck({ name: 'x'.repeat(999) }))).toMatchObject({ field: 'name', wanted: 'less' });
	});
	test.each<[string, unknown, string]>([
		['title', null, 'text'],
		['run', 'docker ps', 'lines'],
		['run', ['docker ps', 3], 'lines'],
		['run', Array.from({ length: 501 }, () => ''), 'less'],
		['before', -1, 'count'],
		['before', 2, 'less'],
		['at', 'soon', 'moment'],
		['at', 1.5, 'moment'],
		['scene', 'netwrok', 'one'],
		['host', 'docker99', 'one'],
		['face', 3, 'text'],
		['note', [], 'text'],
		['asks', 'yes', 'yesNo'],
	])('%s (case %#)', (field, value, wanted) => {
		expect(faultOf(withStop({ [field]: value }))).toMatchObject({ kind: 'field', stop: 2, field, wanted });
	});
	test('names there are to choose from are told, long values are cut', () => {
		expect(faultOf(withStop({ scene: 'x'.repeat(500) }))).toMatchObject({
			of: 'namespaces, cgroups, network, layers, lifecycle',
			said: expect.stringMatching(/^"x{59}…$/) as string,
		});
	});
});

test('a file’s name every system takes', () => {
	expect(deckFileName({ name: '2.3 a/b: "c"\n?', stops: [] })).toBe('2.3 a b c.drydock.json');
	expect(deckFileName({ name: ' ', stops: [] })).toBe('deck.drydock.json');
});
