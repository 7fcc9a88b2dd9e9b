/** What keys, clickers and buttons can do in a lecture. */
export const ACTS = [
	'next',
	'back',
	'nextStop',
	'backStop',
	'first',
	'last',
	'play',
	'black',
	'white',
	'freeze',
	'drop',
	'whole',
	'zoom',
	'light',
	'pen',
	'erase',
	'terminal',
	'typing',
	'detail',
	'choice1',
	'choice2',
	'choice3',
	'choice4',
	'escape',
	/** Typing for show: some key, the one that takes back, the one that runs. */
	'type',
	'typeBack',
	'typeEnter',
] as const;

export type Act = (typeof ACTS)[number];

/** What only the window does in which the key was pressed. */
export const OWN_ACTS = ['full', 'keys', 'other'] as const;
export type OwnAct = (typeof OWN_ACTS)[number];

export const isAct = (value: unknown): value is Act => ACTS.some((act) => act === value);

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey' | 'isComposing'> & {
	readonly code?: string;
};

const KEYS: Readonly<Record<string, Act | OwnAct>> = {
	ArrowRight: 'next',
	ArrowDown: 'next',
	PageDown: 'next',
	' ': 'next',
	Enter: 'next',
	ArrowLeft: 'back',
	ArrowUp: 'back',
	PageUp: 'back',
	Backspace: 'back',
	Home: 'first',
	End: 'last',
	'.': 'black',
	',': 'white',
	'?': 'keys',
	Escape: 'escape',
	F5: 'full',
	1: 'choice1',
	2: 'choice2',
	3: 'choice3',
	4: 'choice4',
};

/** By the place of the key, so that they also work while Hangul is typed. */
const CODES: Readonly<Record<string, Act | OwnAct>> = {
	KeyB: 'black',
	KeyW: 'white',
	KeyF: 'full',
	KeyP: 'play',
	KeyH: 'freeze',
	KeyA: 'whole',
	KeyZ: 'zoom',
	KeyL: 'light',
	KeyD: 'pen',
	KeyE: 'erase',
	KeyT: 'terminal',
	KeyY: 'typing',
	KeyM: 'detail',
	KeyS: 'other',
};

const WITH_SHIFT: Readonly<Record<string, Act>> = {
	ArrowRight: 'nextStop',
	ArrowDown: 'nextStop',
	PageDown: 'nextStop',
	ArrowLeft: 'backStop',
	ArrowUp: 'backStop',
	PageUp: 'backStop',
	' ': 'back',
};

/** A key that types: a letter, a digit, a sign; also one of a Hangul syllable that is being put together. */
const typedBy = ({ key }: Pressed): Act | undefined => {
	if (key === 'Enter') return 'typeEnter';
	if (key === 'Backspace') return 'typeBack';
	return Array.from(key).length === 1 || key === 'Process' ? 'type' : undefined;
};

/** What a pressed key does; nothing where it is none of the lecture's. */
export function actOf(pressed: Pressed, isDemo = false): Act | OwnAct | undefined {
	if (pressed.altKey || pressed.ctrlKey || pressed.metaKey) return undefined;
	const typed = isDemo ? typedBy(pressed) : undefined;
	if (typed) return typed;
	if (pressed.shiftKey && WITH_SHIFT[pressed.key]) return WITH_SHIFT[pressed.key];
	return KEYS[pressed.key] ?? CODES[codeOf(pressed)];
}

/** A clicker or a test may send letters without their place. */
const codeOf = ({ code, key }: Pressed): string =>
	code || (/^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '');

export const isOwn = (act: Act | OwnAct): act is OwnAct => OWN_ACTS.some((own) => own === act);

export type KeyLine = { readonly act: string; readonly keys: readonly string[] };

/** The list on `?`: an act's words are `key.<act>`. */
export const KEY_LIST: readonly KeyLine[] = [
	{ act: 'next', keys: ['→', 'PageDown', 'Space', 'Enter'] },
	{ act: 'back', keys: ['←', 'PageUp'] },
	{ act: 'nextStop', keys: ['Shift →'] },
	{ act: 'backStop', keys: ['Shift ←'] },
	{ act: 'first', keys: ['Home'] },
	{ act: 'last', keys: ['End'] },
	{ act: 'play', keys: ['P'] },
	{ act: 'black', keys: ['B', '.'] },
	{ act: 'white', keys: ['W', ','] },
	{ act: 'full', keys: ['F'] },
	{ act: 'freeze', keys: ['H'] },
	{ act: 'whole', keys: ['A'] },
	{ act: 'zoom', keys: ['Z'] },
	{ act: 'light', keys: ['L'] },
	{ act: 'pen', keys: ['D'] },
	{ act: 'erase', keys: ['E'] },
	{ act: 'terminal', keys: ['T'] },
	{ act: 'typing', keys: ['Y'] },
	{ act: 'detail', keys: ['M'] },
	{ act: 'choice', keys: ['1', '2', '3', '4'] },
	{ act: 'other', keys: ['S'] },
	{ act: 'escape', keys: ['Esc'] },
	{ act: 'keys', keys: ['?'] },
];
