import type { ToolTable } from '../call.ts';
import { gnuOnly, lateTools } from '../lateTools.ts';

const { busyboxPs } = lateTools('busyboxPs', () => import('./busyboxPs.ts'), ['ps']);
const { ps } = lateTools('ps', () => import('./ps.ts'));

export const processTools: ToolTable = {
	...lateTools('kill', () => import('./kill.ts')),
	...lateTools('killall pidof top', () => import('./pgrep.ts')),
	...gnuOnly(lateTools('pgrep pkill', () => import('./pgrep.ts'))),
	ps: { gnu: ps, busybox: busyboxPs },
};
