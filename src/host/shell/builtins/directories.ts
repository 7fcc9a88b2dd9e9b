/** cd and pwd. */
import { canonicalPath, changeDirectory, pathOf } from '../../kernel/path.ts';
import { status } from '../../kernel/files.ts';
import { isErrno } from '../../kernel/errno.ts';
import type { Running } from '../../process.ts';
import type { Call } from '../call.ts';
import type { Shell } from '../shell.ts';

/** The way a person thinks of it: `..` takes off the last name, symbolic links are kept (cd -L). */
const logical = (from: string, path: string): string => {
	const names: string[] = [];
	for (const name of (path.startsWith('/') ? path : `${from}/${path}`).split('/'))
		if (name === '..') names.pop();
		else if (name && name !== '.') names.push(name);
	return `/${names.join('/')}`;
};

const refused = (shell: Shell, call: Call, path: string, message: string): number => {
	if (shell.isBash) return call.fail(`${path}: ${message}`);
	return call.fail(shell.dialect === 'dash' ? `can't cd to ${path}` : `can't cd to ${path}: ${message}`, 2);
};

function* cd(shell: Shell, call: Call): Running<number> {
	const args = call.args.filter((each) => !/^-[LPe]+$|^--$/.test(each));
	if (args.length > 1 && shell.isBash) return call.fail('too many arguments');
	const [wish = shell.get('HOME') ?? ''] = args;
	const path = wish === '-' ? shell.get('OLDPWD') : wish;
	if (!path)
		return wish === '-'
			? call.fail('OLDPWD not set')
			: wish === '' && !args.length
				? call.fail('HOME not set')
				: 0;
	const before = shell.get('PWD') ?? '/';
	const isPhysical = call.args.includes('-P');
	const goal = isPhysical ? path : logical(before, path);
	try {
		if (status(shell.host.state, shell.process.pid, goal).kind !== 'dir')
			return refused(shell, call, wish, 'Not a directory');
		changeDirectory(shell.host, shell.process.pid, goal);
	} catch (error) {
		if (!isErrno(error)) throw error;
		return refused(shell, call, wish, error.message);
	}
	shell.set('OLDPWD', before);
	shell.set('PWD', isPhysical ? canonicalPath(shell.host.state, shell.process.pid, '.') : goal);
	if (wish === '-') call.out(`${goal}\n`);
	return 0;
}

export const directoryBuiltins = {
	cd,
	chdir: cd,
	*pwd(shell, call) {
		const { state } = shell.host;
		call.out(
			`${call.args.includes('-P') ? pathOf(state, call.pid, shell.process.task.cwd) : (shell.get('PWD') ?? pathOf(state, call.pid, shell.process.task.cwd))}\n`,
		);
		return 0;
	},
} satisfies Readonly<Record<string, (shell: Shell, call: Call) => Running<number>>>;
