import { describe, expect, test } from 'vitest';
import { names, sentence } from './sentence.ts';

const agrees: readonly (readonly [value: string | number, pair: string, expected: string])[] = [
	[8080, '을/를', '8080을'],
	[80, '으로/로', '80으로'],
	[137, '으로/로', '137로'],
	[1, '으로/로', '1로'],
	[3, '으로/로', '3으로'],
	[2, '을/를', '2를'],
	[10000, '을/를', '10000을'],
	['172.17.0.2', '을/를', '172.17.0.2를'],
	['172.17.0.2:80', '으로/로', '172.17.0.2:80으로'],
	['203.0.113.50:33148', '을/를', '203.0.113.50:33148을'],
	['docker0', '을/를', 'docker0를'],
	['eth0', '이/가', 'eth0가'],
	['web', '을/를', 'web을'],
	['db', '을/를', 'db를'],
	['app', '은/는', 'app은'],
	['nginx', '를/을', 'nginx를'],
	['redis', '과/와', 'redis와'],
	['busybox', '이/가', 'busybox가'],
	['ubuntu', '을/를', 'ubuntu를'],
	['alpine', '을/를', 'alpine을'],
	['nginx:latest', '을/를', 'nginx:latest를'],
	['centos:7', '을/를', 'centos:7을'],
	['PREROUTING', '을/를', 'PREROUTING을'],
	['MASQUERADE', '을/를', 'MASQUERADE를'],
	['SIGTERM', '을/를', 'SIGTERM을'],
	['SIGKILL', '으로/로', 'SIGKILL로'],
	['SIGKILL', '을/를', 'SIGKILL을'],
	['conntrack', '이/가', 'conntrack이'],
	['cgroup', '을/를', 'cgroup을'],
	['PID', '을/를', 'PID를'],
	['ipc', '을/를', 'ipc를'],
	['net', '을/를', 'net을'],
	['user', '은/는', 'user는'],
	['network', '을/를', 'network를'],
	['volume', '을/를', 'volume을'],
	['image', '을/를', 'image를'],
	['256m', '을/를', '256m을'],
	['50%', '으로/로', '50%로'],
	['/var/lib/docker/', '을/를', '/var/lib/docker/를'],
	['/etc/hosts', '을/를', '/etc/hosts를'],
	['컨테이너', '을/를', '컨테이너를'],
	['호스트 쪽 끝', '이/가', '호스트 쪽 끝이'],
	['커널', '으로/로', '커널로'],
	['웹(web)', '을/를', '웹(web)을'],
	['9f2c1ab07e1d', '을/를', '9f2c1ab07e1d를'],
	['web', '이라는/라는', 'web이라는'],
	['redis', '라는/이라는', 'redis라는'],
];

test.each(agrees)('%s + %s', (value, pair, expected) => {
	expect(sentence(`{x}${pair}`, { x: value })).toBe(expected);
});

describe('sentence', () => {
	test('a particle agrees across a closing backtick', () => {
		expect(sentence('`{to}`으로/로 바꿉니다', { to: '172.17.0.2:8081' })).toBe(
			'`172.17.0.2:8081`로 바꿉니다',
		);
	});
	test('particles in the template itself stay as they are written', () => {
		expect(sentence('을/를은 {a} 뒤에 온다', { a: 'web' })).toBe('을/를은 web 뒤에 온다');
	});
	test('a part whose value is missing is left out', () => {
		const template = 'start {name}{?port: on port {port}}.';
		expect(sentence(template, { name: 'web', port: 80 })).toBe('start web on port 80.');
		expect(sentence(template, { name: 'web' })).toBe('start web.');
	});
	test('a value is never read as a template', () => {
		expect(sentence('{a}', { a: '{b}', b: 'no' })).toBe('{b}');
	});
});

test('names lists what a template asks for', () => {
	expect(names('{a}을/를 {?b: {b}} {a}')).toEqual(['a', 'b']);
});
