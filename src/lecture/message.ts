/** What the windows of a lecture tell one another. Everything that arrives is looked at before it is believed. */
import type { Point, Size } from '#stage/mark.ts';
import { isAct, type Act } from './acts.ts';
import { goingIn, isPlace, type Going, type Place } from './place.ts';
import { isCount, isFields, isText } from './sight.ts';

export type Role = 'desk' | 'screen';
export type Stroke = readonly Point[];

export type Word =
	/** A window opened: who is there? */
	| { readonly kind: 'hello'; readonly role: Role }
	/** All there is to know, from one that leads the lecture or, when asked, from one that follows. */
	| ({ readonly kind: 'going'; readonly role: Role; readonly leads: boolean } & Going)
	| { readonly kind: 'place'; readonly place: Place }
	| { readonly kind: 'ink'; readonly strokes: readonly Stroke[] }
	| { readonly kind: 'light'; readonly point?: Point }
	/** A key was pressed in a window that follows; `number` is answered by `done`. */
	| { readonly kind: 'press'; readonly act: Act; readonly number: number }
	| { readonly kind: 'done'; readonly number: number }
	| { readonly kind: 'ping' }
	/** A screen is there, and so large. */
	| { readonly kind: 'screen'; readonly glass: Size }
	| { readonly kind: 'gone'; readonly role: Role };

export type Message = Word & { readonly from: string };

const isRole = (value: unknown): value is Role => value === 'desk' || value === 'screen';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isPoint = (value: unknown): value is Point => isFields(value) && isNumber(value.x) && isNumber(value.y);
const isSize = (value: unknown): value is Size =>
	isFields(value) && isNumber(value.width) && isNumber(value.height);
const isStrokes = (value: unknown): value is readonly Stroke[] =>
	Array.isArray(value) &&
	value.length < 1_000 &&
	value.every((stroke) => Array.isArray(stroke) && stroke.length < 5_000 && stroke.every(isPoint));

/** What was sent, or nothing where it is none of ours. */
export function readMessage(value: unknown): Message | undefined {
	if (!isFields(value) || !isText(value.from)) return undefined;
	const word = wordIn(value);
	return word && { ...word, from: value.from };
}

function wordIn(value: Readonly<Record<string, unknown>>): Word | undefined {
	const { role, leads, deck, place, strokes, point, act, number, glass } = value;
	switch (value.kind) {
		case 'hello':
		case 'gone':
			return isRole(role) ? { kind: value.kind, role } : undefined;
		case 'going': {
			const going = goingIn(deck, place);
			return going && isRole(role) ? { kind: 'going', role, leads: leads === true, ...going } : undefined;
		}
		case 'place':
			return isPlace(place) ? { kind: 'place', place } : undefined;
		case 'ink':
			return isStrokes(strokes) ? { kind: 'ink', strokes } : undefined;
		case 'light':
			if (point === undefined) return { kind: 'light' };
			return isPoint(point) ? { kind: 'light', point } : undefined;
		case 'press':
			return isAct(act) && isCount(number) ? { kind: 'press', act, number } : undefined;
		case 'done':
			return isCount(number) ? { kind: 'done', number } : undefined;
		case 'ping':
			return { kind: 'ping' };
		case 'screen':
			return isSize(glass) ? { kind: 'screen', glass } : undefined;
		default:
			return undefined;
	}
}
