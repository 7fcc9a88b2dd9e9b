import { expect, it } from 'vitest';
import { GoStruct } from '../go/value.ts';
import { eventPrinter, printedValue } from './single.ts';

const info = new GoStruct('system.dockerInfo', { OSType: 'linux', NCPU: 2 });

it('prints what docker info was asked for, or why it cannot', () => {
	expect(printedValue('{{.OSType}} {{.NCPU}}', info, 20)).toEqual({
		stdout: 'linux 2\n',
		stderr: '',
		exit: 0,
	});
	expect(printedValue('json', info, 26).stdout).toBe('{"OSType":"linux","NCPU":2}\n');
	expect(printedValue('json', info, 20).stdout).toBe('json\n');
	expect(printedValue('{{.Nope}}', info, 26)).toEqual({
		stdout: '\n',
		stderr: 'template: :1:2: executing "" at <.Nope>: can\'t evaluate field Nope in type system.dockerInfo\n',
		exit: 1,
	});
	const stderr = 'template parsing error: template: version:1: unclosed action\n';
	expect(printedValue('{{.Client', info, 26, 'version')).toEqual({ stdout: '', stderr, exit: 64 });
});

it('tries the template of docker events before the first event', () => {
	const message = (Action: string) => new GoStruct('*events.Message', { Action });
	const printer = eventPrinter('{{.Action}}', message(''), 26);
	expect('line' in printer && printer.line(message('start'))).toBe('start\n');
	expect(eventPrinter('{{.Nope}}', message(''), 20)).toEqual({
		refusal: {
			stdout: '',
			stderr:
				'Error parsing format: template: :1:2: executing "" at <.Nope>: can\'t evaluate field Nope in type *events.Message\n',
			exit: 64,
		},
	});
});
