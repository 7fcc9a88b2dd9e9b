import type { PanelSay } from '#i18n/panelWords.ts';
import type { DeckFault } from '#share/deckFile.ts';

/** What is wrong with a deck, and where, in one or two sentences. */
export function sayFault(say: PanelSay, fault: DeckFault): string {
	switch (fault.kind) {
		case 'notJson':
			return fault.line === undefined ? say('fault.notJson') : say('fault.notJsonAt', { line: fault.line });
		case 'notDeck':
			return say('fault.notDeck');
		case 'newer':
			return say('fault.newer', { version: fault.version });
		case 'field': {
			const { stop, field, said, wanted, of = '' } = fault;
			const where =
				stop === undefined ? say('fault.inDeck', { field }) : say('fault.inStop', { stop, field });
			const what = said === '' ? say('fault.missing') : say('fault.said', { said });
			return [where, what, say(`fault.wanted.${wanted}`, { of })].join(' ');
		}
	}
}
