import { expect, test } from 'vitest';
import { inspected } from '../format/inspect.ts';
import { typed } from './typed.ts';

const raw = {
	Id: 'abc',
	State: { Status: 'running' },
	HostConfig: { CpuShares: 512, PidsLimit: null, Binds: null },
	Config: { Cmd: null, Labels: {}, ExposedPorts: { '80/tcp': {} } },
};
const shown = (format: string) => inspected(format, [{ typed: typed(raw), raw }], 26).stdout.trimEnd();

test('fields go by Go’s names, and by those of JSON when the template needs them', () => {
	expect(shown('{{.ID}} {{.HostConfig.CPUShares}}')).toBe('abc 512');
	expect(shown('{{.Id}} {{.HostConfig.CpuShares}}')).toBe('abc 512');
	expect(shown('{{.HostConfig.PidsLimit}}')).toBe('<nil>');
	expect(shown('{{.HostConfig.CpuShares}} {{.HostConfig.PidsLimit}}')).toBe('512 <no value>');
});

test('JSON writes a field by its tag, whatever Go calls it', () => {
	expect(shown('{{json .HostConfig}}')).toBe('{"CpuShares":512,"PidsLimit":null,"Binds":null}');
});

test('what was never made is empty in a template and null in JSON', () => {
	expect(shown('{{.Config.Cmd}} {{.Config.ExposedPorts}} {{len .HostConfig.Binds}}')).toBe(
		'[] map[80/tcp:{}] 0',
	);
	expect(shown('{{json .Config.Cmd}}')).toBe('null');
});

test('what JSON leaves out is there in a template', () => {
	expect(shown('[{{.Config.StopSignal}}]')).toBe('[]');
	expect(shown('{{json .State}}')).toBe('{"Status":"running"}');
});
