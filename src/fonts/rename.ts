/** A font under another name: its table of names rewritten. Tables as in the OpenType specification, `name` and `otff`. */
type Table = { readonly tag: string; readonly data: Buffer };

const HEAD = 12;
const ENTRY = 16;
const FAMILY = 1;
const STYLE = 2;
const FULL = 4;
const POSTSCRIPT = 6;

function tablesOf(font: Buffer): Table[] {
	return Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
		const at = HEAD + index * ENTRY;
		const start = font.readUInt32BE(at + 8);
		const data = font.subarray(start, start + font.readUInt32BE(at + 12));
		return { tag: font.toString('latin1', at, at + 4), data };
	});
}

/** Windows, Unicode, American English. */
function nameTable(family: string): Buffer {
	const names: readonly (readonly [number, string])[] = [
		[FAMILY, family],
		[STYLE, 'Regular'],
		[FULL, family],
		[POSTSCRIPT, family.replaceAll(' ', '')],
	];
	const texts = names.map(([, text]) => Buffer.from(text, 'utf16le').swap16());
	const start = 6 + names.length * 12;
	let offset = 0;
	const records = names.flatMap(([id], index) => {
		const length = texts[index]?.length ?? 0;
		const record = [3, 1, 0x409, id, length, offset];
		offset += length;
		return record;
	});
	return Buffer.concat([words([0, names.length, start, ...records]), ...texts]);
}

function words(values: readonly number[]): Buffer {
	const buffer = Buffer.alloc(values.length * 2);
	for (const [index, value] of values.entries()) buffer.writeUInt16BE(value, index * 2);
	return buffer;
}

const padded = (data: Buffer): Buffer => Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);

function checksum(data: Buffer): number {
	const whole = padded(data);
	let sum = 0;
	for (let at = 0; at < whole.length; at += 4) sum = (sum + whole.readUInt32BE(at)) >>> 0;
	return sum;
}

/** The same font (as sfnt) with another name. */
export function renamed(font: Buffer, family: string): Buffer {
	const tables = tablesOf(font).map(({ tag, data }) => ({
		tag,
		data: tag === 'name' ? nameTable(family) : data,
	}));
	const head = Buffer.alloc(HEAD + tables.length * ENTRY);
	font.copy(head, 0, 0, HEAD);
	let offset = head.length;
	for (const [index, { tag, data }] of tables.entries()) {
		const at = HEAD + index * ENTRY;
		head.write(tag, at, 'latin1');
		head.writeUInt32BE(checksum(data), at + 4);
		head.writeUInt32BE(offset, at + 8);
		head.writeUInt32BE(data.length, at + 12);
		offset += padded(data).length;
	}
	return Buffer.concat([head, ...tables.map(({ data }) => padded(data))]);
}
