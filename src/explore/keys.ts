import type { Explorer } from './Explorer.svelte.ts';

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey' | 'isComposing'>;

/** What a key does to the moment that is shown, or nothing where it is not one of them. */
export function moveOf(pressed: Pressed): ((explorer: Explorer) => void) | undefined {
	if (pressed.altKey || pressed.ctrlKey || pressed.metaKey || pressed.isComposing) return undefined;
	switch (pressed.key) {
		case 'ArrowRight':
			return ({ playback }) => (pressed.shiftKey ? playback.forwardCommand() : playback.forward());
		case 'ArrowLeft':
			return ({ playback }) => (pressed.shiftKey ? playback.backCommand() : playback.back());
		case 'Home':
			return ({ playback }) => playback.goTo(0);
		case 'End':
			return ({ playback }) => playback.goTo(playback.beats);
		case '1':
		case '2':
		case '3':
		case '4':
			return ({ asking }) => asking.answer(Number(pressed.key) - 1);
		case ' ':
			return ({ playback }) => playback.toggle();
		default:
			return undefined;
	}
}

/** Places where these keys have a meaning of their own. */
const OWN = 'input, textarea, select, [contenteditable], dialog, [role="slider"][data-own]';
const OWN_SPACE = 'button, a[href], summary, [role="button"], [role="tab"]';

export function isTaken(target: EventTarget | null, key: string): boolean {
	const closest = (target as Partial<Element> | null)?.closest;
	if (!closest) return false;
	const element = target as Element;
	return element.closest(OWN) !== null || (key === ' ' && element.closest(OWN_SPACE) !== null);
}
