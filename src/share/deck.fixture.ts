import type { Deck, Stop } from './deck.ts';

export const stopOf = (given: Partial<Stop> = {}): Stop => ({
	title: '웹 서버',
	run: ['docker run -d --name web nginx'],
	at: 'end',
	scene: 'network',
	note: '',
	...given,
});

/** A deck with something of everything. */
export const fullDeck: Deck = {
	name: '도커 & "네트워크" <1>',
	minutes: 50,
	stops: [
		stopOf({ before: 0, note: '먼저 물어봅니다.\n\n그리고 보여 줍니다. 100% + "따옴표"' }),
		stopOf({
			run: [
				'docker run -d --name web nginx',
				"outside$ curl 'http://203.0.113.10:8080/?a=1&b=2#c'",
				'cat <<E\n> a\n> E',
			],
			before: 1,
			at: 12,
			host: 'docker20-cgroup1',
			scene: 'layers',
			face: 'build',
			asks: true,
		}),
	],
};
