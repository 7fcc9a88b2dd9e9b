import { expect, test } from 'vitest';
import { exposedPorts, publishedPorts } from './ports.ts';

test('every form of -p', () => {
	expect(publishedPorts(['80', '8080:80', '127.0.0.1:99:90/udp', '[::1]:1:2', '127.0.0.1::7'])).toEqual({
		'80/tcp': [
			{ hostIp: '', hostPort: '' },
			{ hostIp: '', hostPort: '8080' },
		],
		'90/udp': [{ hostIp: '127.0.0.1', hostPort: '99' }],
		'2/tcp': [{ hostIp: '::1', hostPort: '1' }],
		'7/tcp': [{ hostIp: '127.0.0.1', hostPort: '' }],
	});
});

test('ranges go side by side, or wait for a free one', () => {
	expect(publishedPorts(['8000-8001:80-81'])).toEqual({
		'80/tcp': [{ hostIp: '', hostPort: '8000' }],
		'81/tcp': [{ hostIp: '', hostPort: '8001' }],
	});
	expect(publishedPorts(['8000-8009:80'])['80/tcp']).toEqual([{ hostIp: '', hostPort: '8000-8009' }]);
});

test.each([
	['99999:80', 'Invalid hostPort: 99999'],
	['abc', 'Invalid containerPort: abc'],
	['8000-8001:80-82', 'Invalid ranges specified for container and host Ports: 80-82 and 8000-8001'],
	['80/xyz', 'Invalid proto: xyz'],
	['nonsense:1:2', 'Invalid ip address: nonsense'],
	['8080:', 'No port specified: 8080:<empty>'],
])('%s is refused', (text, problem) => expect(() => publishedPorts([text])).toThrow(problem));

test('--expose takes ranges', () => {
	expect(exposedPorts(['80', '90-91/udp'])).toEqual(['80/tcp', '90/udp', '91/udp']);
	expect(() => exposedPorts(['1:2'])).toThrow('invalid port format for --expose: 1:2');
});
