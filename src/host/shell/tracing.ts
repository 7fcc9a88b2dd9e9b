/** set -x: every command is printed before it runs. */
import type { Shell } from './shell.ts';

/** A word as it could be typed. */
export const quoted = (text: string): string =>
	text === '' ? "''" : /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, `'\\''`)}'`;

export const traced = (
	shell: Shell,
	given: readonly (readonly [string, string])[],
	fields: readonly string[],
): void => {
	if (!shell.options.has('x')) return;
	const show = shell.isBash ? quoted : (text: string) => text;
	const words = [...given.map(([name, value]) => `${name}=${show(value)}`), ...fields.map(show)];
	shell.process.error(`${shell.get('PS4') ?? '+ '}${words.join(' ')}\n`);
};
