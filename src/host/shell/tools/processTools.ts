import type { ToolTable } from '../call.ts';
import { kill } from './kill.ts';
import { busyboxPs } from './busyboxPs.ts';
import { killall, pgrep, pidof, pkill, top } from './pgrep.ts';
import { ps } from './ps.ts';

export const processTools: ToolTable = {
	kill,
	killall,
	pgrep: { gnu: pgrep },
	pidof,
	pkill: { gnu: pkill },
	ps: { gnu: ps, busybox: busyboxPs },
	top,
};
