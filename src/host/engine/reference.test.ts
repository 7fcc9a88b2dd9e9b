import { describe, expect, test } from 'vitest';
import type { Host } from '../host.ts';
import { parseReference, referenceProblem, tagged } from './reference.ts';

const host = { profile: { major: 26 } } as Host;
const old = { profile: { major: 20 } } as Host;

describe('names', () => {
	test.each([
		['busybox', 'busybox:latest', 'docker.io', 'library/busybox'],
		['docker.io/library/busybox:1', 'busybox:1', 'docker.io', 'library/busybox'],
		['user/app:2', 'user/app:2', 'docker.io', 'user/app'],
		['localhost:5000/box', 'localhost:5000/box:latest', 'localhost:5000', 'box'],
		['quay.io/a/b:c', 'quay.io/a/b:c', 'quay.io', 'a/b'],
	])('%s', (text, whole, domain, path) => {
		const reference = parseReference(host, text);
		expect(tagged(reference)).toBe(whole);
		expect(reference).toMatchObject({ domain, path });
	});
});

test('capitals are refused, in each engine’s words', () => {
	expect(referenceProblem(host, 'Busybox')).toBe(
		'invalid reference format: repository name (library/Busybox) must be lowercase',
	);
	expect(referenceProblem(old, 'Busybox')).toBe(
		'invalid reference format: repository name must be lowercase',
	);
	expect(referenceProblem(host, 'a//b')).toBe('invalid reference format');
	expect(referenceProblem(host, 'f'.repeat(64))).toContain('cannot specify 64-byte hexadecimal strings');
});
