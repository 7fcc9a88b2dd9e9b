/** Names of containers that were given none: an adjective and a scientist (moby: pkg/namesgenerator). */
import { digestHex } from '../draw.ts';
import type { HostState } from '../state.ts';

const adjectives =
	'admiring agitated amazing awesome bold brave busy clever cool crazy dazzling determined eager ecstatic elastic elegant epic exciting fervent focused friendly funny gallant gifted gracious great happy hopeful hungry infallible inspiring jolly jovial keen kind laughing loving lucid magical modest musing mystifying nervous nifty nostalgic objective optimistic peaceful practical quirky relaxed romantic serene sharp silly sleepy stoic sweet tender thirsty trusting unruffled upbeat vibrant vigilant wizardly wonderful xenodochial youthful zealous zen'.split(
		' ',
	);
const scientists =
	'agnesi albattani archimedes babbage banach bardeen bell bhabha black bohr boyd brown carson carver cerf chandrasekhar curie darwin davinci dijkstra easley edison einstein elion euclid euler faraday fermat fermi feynman franklin galileo galois gates gauss goldberg goodall hamilton hawking heisenberg hertz hodgkin hopper hypatia jackson jang jennings johnson joliot kalam keller kepler khorana kilby knuth kowalevski lamarr leakey lovelace mayer mccarthy mcclintock meitner mendel meninsky mirzakhani montalcini morse nash newton nobel noether pare pasteur payne perlman pike poincare ptolemy raman ride ritchie rosalind rubin sammet shannon shaw sinoussi snyder stallman swartz swirles tesla thompson torvalds turing varahamihira villani volhard wescoff wilson wing wozniak wright yalow yonath'.split(
		' ',
	);

/** moby retries with a digit behind the name when it is taken, and leaves out one combination. */
export function generatedName(state: HostState, seed: string): string {
	for (let attempt = 0; ; attempt++) {
		const digits = digestHex(`${seed} ${attempt}`);
		const adjective = adjectives[parseInt(digits.slice(0, 8), 16) % adjectives.length]!;
		const scientist = scientists[parseInt(digits.slice(8, 16), 16) % scientists.length]!;
		const name = `${adjective}_${scientist}${attempt > 5 ? attempt % 10 : ''}`;
		if (!state.engine.names.has(name)) return name;
	}
}
