import type { ToolTable } from '../call.ts';
import { lateTools } from '../lateTools.ts';

const { busyboxPs } = lateTools(['busyboxPs'], () => import('./busyboxPs.ts'));
const { killall, pgrep, pidof, pkill, top } = lateTools(
	['killall', 'pgrep', 'pidof', 'pkill', 'top'],
	() => import('./pgrep.ts'),
);
const { ps } = lateTools(['ps'], () => import('./ps.ts'));
const { kill } = lateTools(['kill'], () => import('./kill.ts'));

export const processTools: ToolTable = {
	kill,
	killall,
	pgrep: { gnu: pgrep },
	pidof,
	pkill: { gnu: pkill },
	ps: { gnu: ps, busybox: busyboxPs },
	top,
};
