/**
 * Table is a persistent map: `set` and `delete` return a new table that shares what did not change, so that ten
 * thousand states of one host cost little more than one. Iteration is in order of insertion.
 * It is a hash array mapped trie (Bagwell, "Ideal Hash Trees", 2001).
 */
class Entry<K, V> {
	readonly key: K;
	readonly value: V;
	readonly order: number;
	constructor(key: K, value: V, order: number) {
		this.key = key;
		this.value = value;
		this.order = order;
	}
}
class Branch<K, V> {
	readonly bitmap: number;
	readonly slots: readonly Slot<K, V>[];
	constructor(bitmap: number, slots: readonly Slot<K, V>[]) {
		this.bitmap = bitmap;
		this.slots = slots;
	}
}
/** Entries whose keys have the same hash. */
class Bucket<K, V> {
	readonly bucket: readonly Entry<K, V>[];
	constructor(bucket: readonly Entry<K, V>[]) {
		this.bucket = bucket;
	}
}
type Slot<K, V> = Entry<K, V> | Branch<K, V> | Bucket<K, V>;

/** Sixteen slots a branch: what a change copies is small, and a thousand entries are three steps away. */
const BITS = 4;
const DEEPEST = 28;

const hashed = (key: string | number): number => {
	if (typeof key === 'number') {
		const mixed = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d);
		return mixed ^ (mixed >>> 13);
	}
	let hash = 0x811c9dc5 | 0;
	for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
	return hash ^ (hash >>> 13);
};
const bitOf = (hash: number, shift: number) => 1 << ((hash >>> shift) & 15);
/** How many slots come before that of `bit`. */
const indexOf = (bitmap: number, bit: number) => {
	let n = bitmap & (bit - 1);
	n -= (n >>> 1) & 0x5555;
	n = (n & 0x3333) + ((n >>> 2) & 0x3333);
	n = (n + (n >>> 4)) & 0x0f0f;
	return (n + (n >>> 8)) & 0x1f;
};

const find = <K, V>(root: Slot<K, V> | undefined, key: K, hash: number): Entry<K, V> | undefined => {
	let slot = root;
	for (let rest = hash; slot instanceof Branch; rest >>>= BITS) {
		const bit = 1 << (rest & 15);
		if (!(slot.bitmap & bit)) return undefined;
		slot = slot.slots[indexOf(slot.bitmap, bit)];
	}
	if (slot instanceof Bucket) return slot.bucket.find((entry) => entry.key === key);
	return slot !== undefined && slot.key === key ? slot : undefined;
};

const joined = <K extends string | number, V>(a: Entry<K, V>, b: Entry<K, V>, shift: number): Slot<K, V> => {
	if (shift > DEEPEST) return new Bucket([a, b]);
	const [bitA, bitB] = [bitOf(hashed(a.key), shift), bitOf(hashed(b.key), shift)];
	if (bitA === bitB) return new Branch(bitA, [joined(a, b, shift + BITS)]);
	return new Branch(bitA | bitB, bitA < bitB ? [a, b] : [b, a]);
};

/** `slots` with one more at `at`. */
const inserted = <T>(slots: readonly T[], at: number, slot: T): T[] => {
	const grown = new Array<T>(slots.length + 1);
	for (let i = 0; i < at; i++) grown[i] = slots[i]!;
	grown[at] = slot;
	for (let i = at; i < slots.length; i++) grown[i + 1] = slots[i]!;
	return grown;
};
const replaced = <T>(slots: readonly T[], at: number, slot: T): T[] => {
	const changed = slots.slice();
	changed[at] = slot;
	return changed;
};

const put = <K extends string | number, V>(
	slot: Slot<K, V> | undefined,
	entry: Entry<K, V>,
	hash: number,
	shift: number,
): Slot<K, V> => {
	if (!slot) return entry;
	if (slot instanceof Bucket)
		return new Bucket([...slot.bucket.filter((old) => old.key !== entry.key), entry]);
	if (!(slot instanceof Branch)) return slot.key === entry.key ? entry : joined(slot, entry, shift);
	const bit = bitOf(hash, shift);
	const at = indexOf(slot.bitmap, bit);
	if (!(slot.bitmap & bit)) return new Branch(slot.bitmap | bit, inserted(slot.slots, at, entry));
	return new Branch(slot.bitmap, replaced(slot.slots, at, put(slot.slots[at], entry, hash, shift + BITS)));
};

const cut = <K, V>(slot: Slot<K, V>, key: K, hash: number, shift: number): Slot<K, V> | undefined => {
	if (slot instanceof Bucket) {
		const rest = slot.bucket.filter((entry) => entry.key !== key);
		return rest.length ? new Bucket(rest) : undefined;
	}
	if (!(slot instanceof Branch)) return undefined;
	const bit = bitOf(hash, shift);
	const at = indexOf(slot.bitmap, bit);
	const child = cut(slot.slots[at]!, key, hash, shift + BITS);
	if (child) return new Branch(slot.bitmap, replaced(slot.slots, at, child));
	if (slot.slots.length === 1) return undefined;
	return new Branch(
		slot.bitmap & ~bit,
		slot.slots.filter((_, i) => i !== at),
	);
};

const gather = <K, V>(slot: Slot<K, V> | undefined, into: Entry<K, V>[]): Entry<K, V>[] => {
	if (!slot) return into;
	if (slot instanceof Bucket) into.push(...slot.bucket);
	else if (slot instanceof Branch) for (const child of slot.slots) gather(child, into);
	else into.push(slot);
	return into;
};

const passes = <K, V>(slot: Slot<K, V> | undefined, test: (value: V, key: K) => boolean): boolean => {
	if (!slot) return false;
	if (slot instanceof Bucket) return slot.bucket.some((entry) => test(entry.value, entry.key));
	if (!(slot instanceof Branch)) return test(slot.value, slot.key);
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
		if (old) return this.#changed(old, value, hash);
		const root = put(this.#root, new Entry(key, value, this.#next), hash, 0);
		return new Table(root, this.size + 1, this.#next + 1);
	}
	#changed(old: Entry<K, V>, value: V, hash: number): Table<K, V> {
		if (old.value === value) return this;
		const root = put(this.#root, new Entry(old.key, value, old.order), hash, 0);
		return new Table(root, this.size, this.#next);
	}
	delete(key: K): Table<K, V> {
		const hash = hashed(key);
		if (!this.#root || !find(this.#root, key, hash)) return this;
		return new Table(cut(this.#root, key, hash, 0), this.size - 1, this.#next);
	}
	/** A table whose value at `key` is changed by `change`; without such a key, this table. */
	update(key: K, change: (value: V) => V): Table<K, V> {
		const hash = hashed(key);
		const old = find(this.#root, key, hash);
		return old ? this.#changed(old, change(old.value), hash) : this;
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
