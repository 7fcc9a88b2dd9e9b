import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import type { Kind, Mark, Marks, MarkOf, State, Tone } from '#stage/mark.ts';
import Stage from '#stage/Stage.svelte';

const size = { width: 1208, height: 774 };
const at = { x: 100, y: 100 };
const area = { ...at, width: 200, height: 100 };

/** One mark of every kind; the compiler asks for the missing ones. */
const ONE: { readonly [K in Kind]: Omit<MarkOf<K>, 'key'> } = {
	box: {
		kind: 'box',
		...area,
		heading: 'web',
		sub: 'nginx',
		lines: [{ name: 'eth0', text: '172.17.0.2' }],
		badge: 'on',
	},
	frame: { kind: 'frame', ...area, heading: '호스트', sub: 'host' },
	wire: {
		kind: 'wire',
		...at,
		points: [
			{ x: 0, y: 0 },
			{ x: 90, y: 40 },
		],
		curve: 'bow',
		arrow: 'end',
		text: 'start',
		textSide: 'on',
		flow: 2,
	},
	token: { kind: 'token', ...at, text: '4026532253', icon: 'process' },
	card: {
		kind: 'card',
		...at,
		rows: [{ name: '도착', value: '172.17.0.2:80', was: '203.0.113.10:8080' }],
		pointer: at,
	},
	meter: { kind: 'meter', ...area, of: 10, value: 4, limit: 6, limitText: '256m', text: '4', name: 'web' },
	label: { kind: 'label', ...at, text: '패킷이 지나는 길', width: 60, wrap: true },
	table: {
		kind: 'table',
		...area,
		heading: 'nat',
		columns: [{ key: 'a', width: 90, heading: '#', act: true }],
	},
	row: { kind: 'row', ...area, cells: [{ text: '1', x: 0, width: 80, look: 'pill' }] },
	chip: { kind: 'chip', ...at, text: '같은 태스크', icon: 'link' },
	diamond: { kind: 'diamond', ...area, text: '경로 결정', sub: 'FIB' },
	node: { kind: 'node', ...at, icon: 'laptop', heading: '바깥', sub: '203.0.113.50' },
	icon: { kind: 'icon', ...at, icon: 'lock' },
	waterline: { kind: 'waterline', x: 0, y: 400, width: 1208, height: 374, above: '위', below: '아래' },
	series: { kind: 'series', ...area, samples: [{ at: 0, value: 1 }], since: 0, until: 4, of: 2, limit: 1.5 },
	own: { kind: 'own', ...area, shape: 'none', data: {} },
};

const STATES: readonly State[] = ['solid', 'hatched', 'hollow'];
const TONES: readonly Tone[] = ['ink', 'muted', 'water', 'sand', 'act', 0, 7];

const every = (): Marks =>
	Object.values(ONE).flatMap((one) =>
		STATES.flatMap((state) =>
			TONES.map((tone) => ({ ...one, key: `${one.kind}:${state}/${tone}`, state, tone }) as Mark),
		),
	);

test('every kind of mark in every state and tone is drawn without a browser, in plain attributes', () => {
	const { body } = render(Stage, { props: { marks: every(), size, label: '무대' } });
	expect(body.match(/data-key=/g)?.length).toBe(Object.keys(ONE).length * STATES.length * TONES.length);
	expect(body).not.toMatch(/NaN|undefined|Infinity|\bstyle=/);
});

test('a mark with a label is a button where marks can be chosen, and a picture with a name where not', () => {
	const marks: Marks = [
		{ ...ONE.token, key: 'task:1', label: '태스크 1' } as Mark,
		{ ...ONE.token, key: 'task:2', label: '태스크 2', y: 200 } as Mark,
		{ ...ONE.token, key: 'task:3', y: 300 } as Mark,
	];
	const still = render(Stage, { props: { marks, size, label: '무대' } }).body;
	expect(still.match(/role="img"/g)?.length).toBe(2);
	expect(still).not.toContain('tabindex');
	const live = render(Stage, { props: { marks, size, label: '무대', onchoose: () => undefined } }).body;
	expect(live.match(/role="button"/g)?.length).toBe(2);
	expect(live.match(/tabindex="0"/g)?.length).toBe(1);
	expect(live).toContain('<title>태스크 1</title>');
});

test('a lit mark is outlined, the others are not', () => {
	const marks: Marks = [{ ...ONE.box, key: 'a' } as Mark, { ...ONE.box, key: 'b' } as Mark];
	const { body } = render(Stage, { props: { marks, size, label: '무대', lit: new Set(['b']) } });
	expect(body.match(/class="lit"/g)?.length).toBe(1);
	expect(body.indexOf('class="lit"')).toBeGreaterThan(body.indexOf('data-key="b"'));
});

test('a higher layer is drawn later', () => {
	const marks: Marks = [{ ...ONE.card, key: 'card' } as Mark, { ...ONE.frame, key: 'frame' } as Mark];
	const { body } = render(Stage, { props: { marks, size, label: '무대' } });
	expect(body.indexOf('data-key="frame"')).toBeLessThan(body.indexOf('data-key="card"'));
});
