import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadAll } from '../../../late.ts';
import { helpText } from './help.ts';
import { resolve, type Invocation } from './resolve.ts';
import { commandTree } from './tree.ts';

await loadAll();

type Printed = readonly [exit: number, stdout: string, stderr: string];
interface Fixture {
	/** What the real clients printed, for a word list each; one answer where both agree. */
	readonly lines: Readonly<Record<string, Printed | Readonly<Record<string, Printed>>>>;
	/** The fingerprints of their --help. */
	readonly help: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
const fixture: Fixture = JSON.parse(readFileSync(new URL('client.fixture.json', import.meta.url), 'utf8'));

const fingerprint = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
/** The clients asked had no plugins. */
const withoutPlugins = (text: string) => text.replace(/ {2}(buildx|compose)\* .*\n/g, '');
const shown = (text: string) => (text.length > 400 ? `sha256:${fingerprint(text)}` : text);
const ask = (version: 20 | 26, line: string) => resolve(version, line.split(' ').filter(Boolean));

function command(version: 20 | 26, line: string): Invocation {
	const resolved = ask(version, line);
	if (resolved.kind !== 'command') throw new Error(JSON.stringify(resolved));
	return resolved;
}

describe.each([20, 26] as const)('what the client of %i answers by itself', (version) => {
	it.each(Object.keys(fixture.lines))('docker %s', (line) => {
		const answers = fixture.lines[line]!;
		const expected = Array.isArray(answers) ? answers : (answers as Record<string, Printed>)[version];
		const resolved = ask(version, line);
		if (resolved.kind !== 'answer') throw new Error(resolved.kind);
		const { exit, stdout, stderr } = resolved;
		expect([exit, shown(withoutPlugins(stdout)), shown(withoutPlugins(stderr))]).toEqual(expected);
	});

	it('is the help of every command, to the letter', () => {
		const paths = commandTree(version).specs.flatMap((spec) => spec.paths);
		const groups = ['', 'container', 'image', 'network', 'volume', 'system', 'builder', 'context', 'trust'];
		const known = [...paths, ...groups].filter((path) => fixture.help[path]?.[version]);
		expect(known.length).toBeGreaterThan(90);
		const differing = known.filter(
			(path) => fingerprint(withoutPlugins(helpText(version, path))) !== fixture.help[path]![version],
		);
		expect(differing).toEqual([]);
	});
});

describe('a command that is carried out', () => {
	it('has its options and leaves the rest to the container', () => {
		const { name, path, flags, args } = command(
			26,
			'run -dit --name=web -p80:80 -p 443:443 -m 64m nginx ls -l --help',
		);
		expect([name, path, args]).toEqual(['container run', 'docker run', ['nginx', 'ls', '-l', '--help']]);
		expect([flags.isOn('detach'), flags.isOn('tty'), flags.text('name')]).toEqual([true, true, 'web']);
		expect([flags.list('publish'), flags.number('memory')]).toEqual([['80:80', '443:443'], 64 * 1024 * 1024]);
		expect([flags.isSet('rm'), flags.isOn('sig-proxy'), flags.text('restart')]).toEqual([false, true, 'no']);
	});

	it('is named as in its group whatever was typed', () => {
		for (const line of ['ps', 'container ls', 'container ps', 'container list'])
			expect(command(20, line).name).toBe('container ls');
		expect([command(26, 'rmi a').name, command(26, 'image rmi a').path]).toEqual([
			'image rm',
			'docker image rm',
		]);
		expect(command(20, 'builder build .').name).toBe('image build');
	});

	it('takes options after arguments where docker does, and what follows -- as arguments', () => {
		const { flags, args } = command(26, 'rm web -f -- -v');
		expect([flags.isOn('force'), args]).toEqual([true, ['web', '-v']]);
		expect(command(26, 'container update --cpus 1.5 --memory-swap -1 web').flags.number('memory-swap')).toBe(
			-1,
		);
	});

	it('knows the defaults of its version', () => {
		expect(command(20, 'stop web').flags.number('time')).toBe(10);
		expect(command(26, 'stop web').flags.isSet('time')).toBe(false);
		expect([
			command(20, 'kill web').flags.text('signal'),
			command(26, 'kill web').flags.text('signal'),
		]).toEqual(['KILL', '']);
		expect(command(26, 'ps').flags.number('last')).toBe(-1);
	});

	it('has the options before it, and what the client says first', () => {
		expect(command(26, '-D --log-level debug ps').global.isOn('debug')).toBe(true);
		expect(command(26, 'build .').notice).toMatch(/^DEPRECATED: .*\n\n$/s);
		expect(command(20, 'build .').notice).toBe('');
	});
});

it('tells a real command that is not simulated from one that does not exist', () => {
	expect(ask(26, 'swarm init')).toEqual({ kind: 'absent', path: 'docker swarm' });
	expect(ask(26, 'compose up')).toEqual({ kind: 'absent', path: 'docker compose' });
	expect(ask(26, 'context rm x')).toEqual({ kind: 'absent', path: 'docker context rm' });
	expect(ask(20, 'compose up').kind).toBe('answer');
	expect(ask(26, '--version')).toEqual({ kind: 'version' });
});
