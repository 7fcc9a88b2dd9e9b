/** Files hold text here; their sizes are those of its UTF-8 bytes. */
import type { Inode } from './file.ts';

/** Bytes of `text` in UTF-8. */
export const byteLength = (text: string): number => {
	let bytes = text.length;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code < 0x80) continue;
		const isSurrogate = code >= 0xd800 && code < 0xe000;
		bytes += code < 0x800 || isSurrogate ? 1 : 2;
	}
	return bytes;
};

/** The first bytes of a program file. */
const ELF = '\x7fELF';
/** What a file of a given name reads as when only its size is known: a program says which one it is. */
const presumed = (inode: Inode, name: string): string => (inode.mode & 0o111 ? `${ELF}${name}\n` : '');
/** The program that a copied program file says it is. */
export const elfName = (content: string): string | undefined =>
	content.startsWith(ELF) ? content.slice(ELF.length, content.indexOf('\n')) : undefined;

/** All that reading an inode called `name` gives. */
export const wholeContent = (inode: Inode, name: string): string => {
	const text = inode.content ?? presumed(inode, name).slice(0, inode.size);
	return inode.size > text.length ? text + '\0'.repeat(Math.max(0, inode.size - byteLength(text))) : text;
};

/** Zeros at the end are kept as a size alone. */
const SHORTEST_TAIL = 4096;
type Written = Pick<Inode, 'content' | 'size'>;
const measuredText = (text: string): Written => {
	const size = byteLength(text);
	let end = text.length;
	while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
	return { size, content: text.length - end >= SHORTEST_TAIL ? text.slice(0, end) : text };
};
/** What was written last, where it was long: the same block again and again is measured once. */
let block: { readonly text: string; readonly fields: Written } | undefined;
const LONG = 1 << 16;
export const written = (text: string): Written => {
	if (text.length < LONG) return measuredText(text);
	if (block?.text !== text) block = { text, fields: measuredText(text) };
	return block.fields;
};

/** The text that was measured last: a file that grows line by line is not counted from its beginning every time. */
let measured = { text: '', bytes: 0 };
const bytesOf = (text: string): number => {
	if (measured.text !== text) measured = { text, bytes: byteLength(text) };
	return measured.bytes;
};

/** Content and size of an inode after `text` at its end. */
export const appended = (inode: Inode, text: string): Pick<Inode, 'content' | 'size'> => {
	const { content, size } = written(text);
	if (inode.content === undefined) return written(wholeContent(inode, '') + text);
	if (content === '') return { size: inode.size + size, content: inode.content };
	if (inode.size > bytesOf(inode.content)) return written(wholeContent(inode, '') + text);
	const bytes = measured.bytes + byteLength(content!);
	measured = { text: inode.content + content, bytes };
	return { size: inode.size + size, content: measured.text };
};
