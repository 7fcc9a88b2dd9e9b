import type { PhrasingContent } from 'mdast';

const END = /(?<=[.!?。](?:["'”’)\]])?)(?=\s)/u;

/** Text and inline elements of one paragraph, cut where a sentence ends. */
export function sentences(content: readonly PhrasingContent[]): PhrasingContent[][] {
	const all: PhrasingContent[][] = [[]];
	for (const node of content) {
		const parts = node.type === 'text' ? node.value.split(END) : undefined;
		if (!parts) all.at(-1)?.push(node);
		else parts.forEach((value, index) => add(all, { type: 'text', value }, index > 0));
	}
	return all.filter((sentence) => sentence.length > 0);
}

function add(all: PhrasingContent[][], text: PhrasingContent, isNew: boolean): void {
	if (isNew) all.push([]);
	all.at(-1)?.push(text);
}
