import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inspected } from '../format/inspect.ts';
import { GoStruct, isMap, isSlice, type GoValue } from '../go/value.ts';
import { execute, ExecutionError } from './execute.ts';
import { functionNames, functions } from './functions.ts';
import { parseTemplate } from './parse.ts';

type Printed = readonly [exit: number, stdout: string, stderr: string];
/** What the real client printed for `docker volume inspect --format`, on a volume with a Status of every kind of value. */
const fixture: {
	readonly volume: Readonly<Record<string, GoValue>>;
	readonly templates: Readonly<Record<string, Printed>>;
} = JSON.parse(readFileSync(new URL('template.fixture.json', import.meta.url), 'utf8'));

/** In a map of anything null is no value. */
function decoded(value: GoValue): GoValue {
	if (value === null) return undefined;
	if (isSlice(value)) return value.map(decoded);
	return isMap(value)
		? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decoded(item)]))
		: value;
}

const { Status, Labels, Name, Driver, Mountpoint, Scope } = fixture.volume;
const volume = new GoStruct('volume.Volume', {
	...{ ClusterVolume: null, CreatedAt: '', Driver, Labels, Mountpoint, Name, Options: {}, Scope },
	...{ Status: decoded(Status), UsageData: null },
});

describe('a template prints what the real client printed', () => {
	it.each(Object.keys(fixture.templates))('%s', (template) => {
		const [exit, stdout, stderr] = fixture.templates[template]!;
		expect(inspected(template, [{ typed: volume }], 26)).toEqual({ exit, stdout, stderr });
	});
});

describe('inspect with a template', () => {
	const state = new GoStruct('*types.ContainerState', { Status: 'running', Pid: 20345 });
	const typed = new GoStruct('types.ContainerJSON', { Name: '/web', State: state, Empty: {} });
	const raw = { Name: '/web', State: { Status: 'running', Pid: 20345, Extra: 1 } };

	it('asks the JSON where the struct has no such field', () => {
		expect(inspected('{{.State.Extra}}', [{ typed, raw }], 26).stdout).toBe('1\n');
		expect(inspected('{{.Nope}}', [{ typed, raw }], 20)).toEqual({
			stdout: '\n',
			stderr:
				'template parsing error: template: :1:2: executing "" at <.Nope>: map has no entry for key "Nope"\n',
			exit: 1,
		});
	});

	it('prints what it found of several names, and what it did not', () => {
		const all = [{ typed, raw }, { error: 'Error: No such object: x' }, { typed, raw }];
		expect(inspected('{{.Name}}', all, 20)).toEqual({
			stdout: '/web\n/web\n',
			stderr: 'Error: No such object: x\n',
			exit: 1,
		});
		expect(inspected('{{.Name}}', [{ error: 'gone' }], 20)).toEqual({
			stdout: '\n',
			stderr: 'gone\n',
			exit: 1,
		});
	});

	it('prints JSON without one, and in a line for json from 26.1 on', () => {
		expect(inspected('', [{ typed, raw: { A: [], B: {}, C: [1] } }], 20).stdout).toBe(
			'[\n    {\n        "A": [],\n        "B": {},\n        "C": [\n            1\n        ]\n    }\n]\n',
		);
		expect(inspected('json', [{ typed, raw: { A: 1 } }], 26).stdout).toBe('[{"A":1}]\n');
		expect(inspected('json', [{ typed, raw: { A: 1 } }], 20).stdout).toBe('json\n');
		expect(inspected('', [], 26).stdout).toBe('[]\n');
	});
});

describe('values as Go prints them', () => {
	const print = (text: string, value: GoValue) =>
		execute(parseTemplate(text, functionNames), value, { functions });

	it('knows structs, maps, slices, pointers and methods', () => {
		const port = new GoStruct('nat.PortBinding', { HostIp: '0.0.0.0', HostPort: '8080' });
		const exposed = { '80/tcp': new GoStruct('struct {}', {}) };
		expect(
			print('{{.Ports}} {{.Exposed}} {{.Cmd}} {{.Limit}}', {
				Ports: { '80/tcp': [port], '443/tcp': null },
				Exposed: exposed,
				Cmd: ['nginx', '-g', 'daemon off;'],
				Limit: null,
			}),
		).toBe('map[443/tcp:<nil> 80/tcp:[{0.0.0.0 8080}]] map[80/tcp:{}] [nginx -g daemon off;] <nil>');
		const row = new GoStruct('*formatter.ContainerContext', {
			Names: () => 'web',
			Label: (name: GoValue) => `<${name}>`,
		});
		expect(print('{{.Names}} {{.Label "a"}} {{json .}}', row)).toBe('web <a> {"Names":"web"}');
	});

	it('keeps what it wrote before it failed', () => {
		const row = new GoStruct('*formatter.imageContext', { ID: () => 'a' });
		const failing = () => print('{{.ID}} {{.Nope}}', row);
		expect(failing).toThrow(
			`template: :1:10: executing "" at <.Nope>: can't evaluate field Nope in type *formatter.imageContext`,
		);
		try {
			failing();
		} catch (reason) {
			expect((reason as ExecutionError).written).toBe('a ');
		}
	});
});
