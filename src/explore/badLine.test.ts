import { expect, test } from 'vitest';
import { isBadLine } from './badLine.ts';

test.each([
	['-bash: dokcer: command not found', 127],
	["docker: 'frobnicate' is not a docker command.\nSee 'docker --help'", 1],
	["unknown flag: --nmae\nSee 'docker run --help'.", 125],
	['"docker rm" requires at least 1 argument.\nSee \'docker rm --help\'.', 1],
	["-bash: syntax error near unexpected token `)'", 2],
	['docker swarm: real, but not simulated here', 1],
])('%s is no command', (stderr, exitCode) => {
	expect(isBadLine({ stderr, exitCode })).toBe(true);
});

test.each([
	['Error response from daemon: No such container: web', 1],
	["docker: Conflicting options: --restart and --rm.\nSee 'docker run --help'.", 125],
	["docker: Error response from daemon: Conflict.\nSee 'docker run --help'.", 125],
	['curl: (7) Failed to connect to 203.0.113.10 port 8080', 7],
	['grep: nothing', 1],
	['', 137],
	['WARNING: something', 0],
])('%s is what the host said', (stderr, exitCode) => {
	expect(isBadLine({ stderr, exitCode })).toBe(false);
});
