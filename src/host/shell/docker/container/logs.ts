/** docker logs: the lines of the json-file log, each on its own stream (docker/cli: cli/command/container/logs.go). */
import { containerKey } from '../../../engine/change.ts';
import type { LogLine } from '../../../engine/container.ts';
import { containerFound } from '../../../engine/containerFound.ts';
import { EngineError } from '../../../engine/error.ts';
import { isRunning } from '../../../engine/status.ts';
import type { Running } from '../../../process.ts';
import { refusalText, refused, type Client } from '../client.ts';
import { goTimeFixed } from '../inspect/goTime.ts';
import { goQuote } from '../../../go/quote.ts';
import { timeAsked } from '../timeAsked.ts';

export function* logsVerb(client: Client): Running<number> {
	const { flags, host } = client;
	const id = found(client);
	const now = host.state.clock.now;
	const since = moment(client, 'since', now) ?? -Infinity;
	const until = moment(client, 'until', now) ?? Infinity;
	const lines = () => host.state.engine.containers.get(id)?.log ?? [];
	const isShown = ({ time }: LogLine) => time >= since && time <= until;
	let told = lines().length;
	for (const line of tail(client, lines().slice(0, told).filter(isShown))) tell(client, id, line);
	if (!flags.isOn('follow')) return 0;
	for (;;) {
		for (; told < lines().length; told++) tell(client, id, lines()[told]!);
		const container = host.state.engine.containers.get(id);
		if (!container || !isRunning(container)) return 0;
		yield { keys: [containerKey(id)] };
	}
}

function moment(client: Client, flag: 'since' | 'until', now: number): number | undefined {
	const text = client.flags.text(flag);
	const time = timeAsked(text, now);
	const why = `failed to parse value as time or duration: ${goQuote(text)}`;
	return text && time === undefined ? client.fail(`invalid value for "${flag}": ${why}`) : time;
}

function found(client: Client): string {
	try {
		const { id, hostConfig } = containerFound(client.host.state, client.args[0]!);
		if (!['json-file', 'local', 'journald'].includes(hostConfig.logDriver))
			throw new EngineError('invalid', 'configured logging driver does not support reading');
		return id;
	} catch (error) {
		return client.fail(refusalText('container')(client, refused(error), client.args[0]!));
	}
}

function tail(client: Client, lines: readonly LogLine[]): readonly LogLine[] {
	const text = client.flags.text('tail');
	const count = Number(text);
	if (text === 'all' || text === '' || !Number.isInteger(count) || count < 0) return lines;
	return count === 0 ? [] : lines.slice(-count);
}

function tell(client: Client, id: string, { stream, text, time, isPartial }: LogLine): void {
	const stamp = client.flags.isOn('timestamps') ? `${goTimeFixed(time)} ` : '';
	const isTty = client.host.state.engine.containers.get(id)?.config.tty;
	const details = client.flags.isOn('details') ? ' ' : '';
	const line = `${stamp}${details}${text}${isPartial ? '' : '\n'}`;
	if (stream === 'stderr' && !isTty) client.process.error(line);
	else client.process.write(line);
}
