import type { Meta } from './note.ts';

const FRONT = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;

const unquoted = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/, '$2');

function pairs(front: string): Record<string, string> {
	const lines = front.split(/\r?\n/).map((line) => /^([\w-]+):(.*)$/.exec(line));
	return Object.fromEntries(
		lines.filter((line) => line !== null).map(([, key, value = '']) => [key, unquoted(value)]),
	);
}

const firstHeading = (body: string): string => /^#{1,6}\s+(.+)$/m.exec(body)?.[1]?.trim() ?? '';

/** The lines between two `---` at the head of a file, and the text after them. */
export function meta(source: string): { meta: Meta; body: string } {
	const front = FRONT.exec(source);
	const given = front ? pairs(front[1] ?? '') : {};
	const body = front ? source.slice(front[0].length) : source;
	return {
		meta: {
			title: given.title ?? firstHeading(body),
			section: given.section ?? '',
			scene: given.scene ?? 'network',
			summary: given.summary ?? '',
		},
		body,
	};
}
