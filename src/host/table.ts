/**
 * Table is a persistent map: `set` and `delete` return a new table that shares what did not change, so that ten
 * thousand states of one host cost little more than one. Iteration is in order of insertion.
 * It is a hash array mapped trie (Bagwell, "Ideal Hash Trees", 2001).
 */
type Entry<K, V> = { readonly key: K; readonly value: V; readonly order: number; readonly hash: number };
type Branch<K, V> = { readonly bitmap: number; readonly slots: readonly Slot<K, V>[] };
type Bucket<K, V> = { readonly bucket: readonly Entry<K, V>[] };
type Slot<K, V> = Entry<K, V> | Branch<K, V> | Bucket<K, V>;

const BITS = 5;
const DEEPEST = 30;

const hashed = (key: string | number): number => {
	if (typeof key === 'number') return Math.imul(key ^ (key >>> 15), 0x2c1b3c6d) >>> 0;
	let hash = 0x811c9dc5;
	for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
	return (hash ^ (hash >>> 13)) >>> 0;
};
const bitOf = (hash: number, shift: number) => 1 << ((hash >>> shift) & 31);
const indexOf = (bitmap: number, bit: number) => {
	let n = bitmap & (bit - 1);
	n -= (n >>> 1) & 0x55555555;
	n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
	return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};
const isBranch = <K, V>(slot: Slot<K, V>): slot is Branch<K, V> => 'slots' in slot;
const isBucket = <K, V>(slot: Slot<K, V>): slot is Bucket<K, V> => 'bucket' in slot;

const find = <K, V>(root: Slot<K, V> | undefined, key: K, hash: number): Entry<K, V> | undefined => {
	let slot = root;
	for (let shift = 0; slot; shift += BITS) {
		if (isBucket(slot)) return slot.bucket.find((entry) => entry.key === key);
		if (!isBranch(slot)) return slot.key === key ? slot : undefined;
		const bit = bitOf(hash, shift);
		slot = slot.bitmap & bit ? slot.slots[indexOf(slot.bitmap, bit)] : undefined;
	}
	return undefined;
};

const joined = <K, V>(a: Entry<K, V>, b: Entry<K, V>, shift: number): Slot<K, V> => {
	if (shift > DEEPEST) return { bucket: [a, b] };
	const [bitA, bitB] = [bitOf(a.hash, shift), bitOf(b.hash, shift)];
	if (bitA === bitB) return { bitmap: bitA, slots: [joined(a, b, shift + BITS)] };
	return { bitmap: bitA | bitB, slots: bitA >>> 0 < bitB >>> 0 ? [a, b] : [b, a] };
};

const put = <K, V>(slot: Slot<K, V> | undefined, entry: Entry<K, V>, shift: number): Slot<K, V> => {
	if (!slot) return entry;
	if (isBucket(slot)) return { bucket: [...slot.bucket.filter((old) => old.key !== entry.key), entry] };
	if (!isBranch(slot)) return slot.key === entry.key ? entry : joined(slot, entry, shift);
	const bit = bitOf(entry.hash, shift);
	const at = indexOf(slot.bitmap, bit);
	const slots = slot.slots.slice();
	if (!(slot.bitmap & bit)) slots.splice(at, 0, entry);
	else slots[at] = put(slots[at], entry, shift + BITS);
	return { bitmap: slot.bitmap | bit, slots };
};

const cut = <K, V>(slot: Slot<K, V>, key: K, hash: number, shift: number): Slot<K, V> | undefined => {
	if (isBucket(slot)) {
		const rest = slot.bucket.filter((entry) => entry.key !== key);
		return rest.length ? { bucket: rest } : undefined;
	}
	if (!isBranch(slot)) return undefined;
	const bit = bitOf(hash, shift);
	const at = indexOf(slot.bitmap, bit);
	const child = cut(slot.slots[at]!, key, hash, shift + BITS);
	const slots = slot.slots.slice();
	if (child) slots[at] = child;
	else slots.splice(at, 1);
	return slots.length ? { bitmap: child ? slot.bitmap : slot.bitmap & ~bit, slots } : undefined;
};

const gather = <K, V>(slot: Slot<K, V> | undefined, into: Entry<K, V>[]): Entry<K, V>[] => {
	if (!slot) return into;
	if (isBucket(slot)) into.push(...slot.bucket);
	else if (isBranch(slot)) for (const child of slot.slots) gather(child, into);
	else into.push(slot);
	return into;
};

const passes = <K, V>(slot: Slot<K, V> | undefined, test: (value: V, key: K) => boolean): boolean => {
	if (!slot) return false;
	if (isBucket(slot)) return slot.bucket.some((entry) => test(entry.value, entry.key));
	if (!isBranch(slot)) return test(slot.value, slot.key);
	return slot.slots.some((child) => passes(child, test));
};

export class Table<K extends string | number, V> {
	readonly size: number;
	readonly #root: Slot<K, V> | undefined;
	readonly #next: number;
	#entries: readonly Entry<K, V>[] | undefined;

	private constructor(root: Slot<K, V> | undefined, size: number, next: number) {
		this.#root = root;
		this.size = size;
		this.#next = next;
	}
	static empty<K extends string | number, V>(): Table<K, V> {
		return new Table<K, V>(undefined, 0, 0);
	}
	static of<K extends string | number, V>(entries: Iterable<readonly [K, V]>): Table<K, V> {
		let table = Table.empty<K, V>();
		for (const [key, value] of entries) table = table.set(key, value);
		return table;
	}
	get(key: K): V | undefined {
		return find(this.#root, key, hashed(key))?.value;
	}
	has(key: K): boolean {
		return find(this.#root, key, hashed(key)) !== undefined;
	}
	/** A changed value keeps its place in the order; setting the same value returns this very table. */
	set(key: K, value: V): Table<K, V> {
		const hash = hashed(key);
		const old = find(this.#root, key, hash);
		if (old && old.value === value) return this;
		const root = put(this.#root, { key, value, hash, order: old?.order ?? this.#next }, 0);
		return new Table(root, this.size + (old ? 0 : 1), this.#next + (old ? 0 : 1));
	}
	delete(key: K): Table<K, V> {
		const hash = hashed(key);
		if (!this.#root || !find(this.#root, key, hash)) return this;
		return new Table(cut(this.#root, key, hash, 0), this.size - 1, this.#next);
	}
	/** A table whose value at `key` is changed by `change`; without such a key, this table. */
	update(key: K, change: (value: V) => V): Table<K, V> {
		const value = this.get(key);
		return value === undefined ? this : this.set(key, change(value));
	}
	#ordered(): readonly Entry<K, V>[] {
		return (this.#entries ??= gather(this.#root, []).sort((a, b) => a.order - b.order));
	}
	keys(): K[] {
		return this.#ordered().map((entry) => entry.key);
	}
	values(): V[] {
		return this.#ordered().map((entry) => entry.value);
	}
	entries(): [K, V][] {
		return this.#ordered().map((entry) => [entry.key, entry.value]);
	}
	find(test: (value: V, key: K) => boolean): V | undefined {
		return this.#ordered().find((entry) => test(entry.value, entry.key))?.value;
	}
	/** Whether one passes; in no order. */
	some(test: (value: V, key: K) => boolean): boolean {
		return passes(this.#root, test);
	}
	filter(test: (value: V, key: K) => boolean): V[] {
		return this.#ordered()
			.filter((entry) => test(entry.value, entry.key))
			.map((entry) => entry.value);
	}
	[Symbol.iterator](): Iterator<[K, V]> {
		return this.entries()[Symbol.iterator]();
	}
}
