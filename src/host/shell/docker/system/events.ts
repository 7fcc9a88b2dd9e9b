/** docker events (docker/cli: cli/command/system/events.go; moby: daemon/events). */
import type { Message } from '../../../engine/journal.ts';
import type { Running } from '../../../process.ts';
import type { Client } from '../client.ts';
import { filtersOf, hasLabel, type Filters } from '../container/filtered.ts';
import { goQuote } from '../../../go/quote.ts';
import { GoStruct } from '../go/value.ts';
import { execute } from '../template/execute.ts';
import { functionNames, functions } from '../template/functions.ts';
import type { Template } from '../template/node.ts';
import { parseTemplate, TemplateError } from '../template/parse.ts';
import { goTimeFixed } from '../inspect/goTime.ts';
import { timeAsked } from '../timeAsked.ts';

export function* eventsVerb(client: Client): Running<number> {
	const { flags, host } = client;
	const template = templateOf(client);
	const since = moment(client, 'since');
	const until = moment(client, 'until');
	const filters = filtersOf(flags.list('filter'));
	let told = since === undefined ? host.state.engine.journal.size : 0;
	for (;;) {
		const { journal } = host.state.engine;
		for (; told < journal.size; told++) {
			const message = journal.get(told)!;
			if (message.time < (since ?? -Infinity) || message.time > (until ?? Infinity)) continue;
			if (isWanted(message, filters)) client.say(template ? rendered(template, message) : line(message));
		}
		const left = until === undefined ? undefined : until - host.state.clock.now;
		if (left !== undefined && left <= 0) return 0;
		yield { keys: ['journal'], ...(left !== undefined && { seconds: left }) };
	}
}

function moment(client: Client, flag: string): number | undefined {
	const text = client.flags.text(flag);
	const time = timeAsked(text, client.host.state.clock.now);
	return text && time === undefined
		? client.fail(`failed to parse value as time or duration: ${goQuote(text)}`)
		: time;
}

function templateOf(client: Client): Template | undefined {
	const format = client.flags.text('format');
	if (!format) return undefined;
	try {
		return parseTemplate(format === 'json' ? '{{json .}}' : format, functionNames);
	} catch (error) {
		if (!(error instanceof TemplateError)) throw error;
		return client.fail(`Error parsing format: ${error.message}`, 64);
	}
}

const whole = (action: string) => action.replace(/:.*/, '');

function isWanted({ type, action, id, attributes }: Message, filters: Filters): boolean {
	const isOf = (kind: string, value: string) =>
		type === kind && (id.startsWith(value) || attributes['name'] === value);
	const tests: Readonly<Record<string, (value: string) => boolean>> = {
		type: (value) => type === value,
		event: (value) => action === value || whole(action) === value,
		container: (value) => isOf('container', value) || (attributes['container'] ?? '').startsWith(value),
		image: (value) => isOf('image', value) || attributes['image'] === value,
		network: (value) => isOf('network', value),
		volume: (value) => isOf('volume', value),
		label: (value) => hasLabel(attributes, value),
		daemon: (value) => type === 'daemon' && id.startsWith(value),
		scope: (value) => value === 'local',
	};
	return [...filters].every(([key, values]) => values.some((value) => tests[key]?.(value) ?? true));
}

function line({ time, type, action, id, attributes }: Message): string {
	const pairs = Object.keys(attributes)
		.sort()
		.map((key) => `${key}=${attributes[key]}`);
	return `${goTimeFixed(time)} ${type} ${action} ${id}${pairs.length ? ` (${pairs.join(', ')})` : ''}`;
}

function rendered(template: Template, { time, type, action, id, attributes }: Message): string {
	const isOld = type === 'container' || type === 'image';
	const sorted = Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
	const message = new GoStruct('events.Message', {
		...(isOld && { Status: action, ID: id }),
		...(type === 'container' && { From: attributes['image'] ?? '' }),
		Type: type,
		Action: action,
		Actor: new GoStruct('events.Actor', { ID: id, Attributes: sorted }),
		Scope: 'local',
		Time: Math.floor(time),
		TimeNano: Math.floor(time * 1e9),
	});
	return execute(template, message, { functions });
}
