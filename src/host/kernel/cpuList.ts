/** Lists of CPUs as the kernel writes them: '0-1,3' (cpuset(7), "List format"). */
import { Errno } from './errno.ts';

export const listOf = (text: string): number[] =>
	text
		.split(',')
		.filter(Boolean)
		.flatMap((part) => {
			const [first, last] = part.split('-').map(Number) as [number, number | undefined];
			return Array.from({ length: (last ?? first) - first + 1 }, (_, i) => first + i);
		});

export const rangesOf = (cpus: readonly number[]): string => {
	const runs: [number, number][] = [];
	for (const cpu of [...cpus].sort((a, b) => a - b)) {
		const run = runs.at(-1);
		if (run && run[1] === cpu - 1) run[1] = cpu;
		else runs.push([cpu, cpu]);
	}
	return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
};

/** Checks a list that was written: EINVAL where it is none, ERANGE beyond the CPUs there are. */
export const checkedList = (text: string, cpus: number): number[] => {
	if (!/^(\d+(-\d+)?)?(,\d+(-\d+)?)*$/.test(text)) throw new Errno('EINVAL');
	const list = listOf(text);
	if (list.some((cpu) => cpu >= cpus)) throw new Errno('ERANGE');
	return list;
};
