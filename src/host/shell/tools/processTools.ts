import type { ToolTable } from '../call.ts';
import { kill } from './kill.ts';
import { busyboxPs, killall, pgrep, pidof, pkill, ps, top } from './ps.ts';

export const processTools: ToolTable = {
	kill,
	killall,
	pgrep: { gnu: pgrep },
	pidof,
	pkill: { gnu: pkill },
	ps: { gnu: ps, busybox: busyboxPs },
	top,
};
