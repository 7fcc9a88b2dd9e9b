import { expect, it } from 'vitest';
import { everyday } from './everyday.ts';
import type { CommandSpec } from './spec.ts';
import { commandTree } from './tree.ts';
import { defaultValue } from './value.ts';

const read = ({ name, paths, aliases, arguments: rule, flags }: CommandSpec) => ({
	...{ name, paths, aliases, rule },
	flags: flags.map((flag) => ({ ...flag, usage: '', value: defaultValue(flag) })),
});

it.each([20, 26] as const)('what everyday lines need is what --help tells of them: %s', (version) => {
	const { root, specs } = commandTree(version);
	expect(read(everyday(version).root)).toEqual(read(root));
	for (const spec of everyday(version).specs)
		expect(read(spec)).toEqual(read(specs.find(({ name }) => name === spec.name)!));
});
