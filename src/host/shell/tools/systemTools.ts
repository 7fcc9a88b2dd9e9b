/** What a machine says of itself: names, users, memory, IPC; and programs that run programs. */
import type { ToolTable } from '../call.ts';
import { lateTools } from '../lateTools.ts';

const { arch, hostname, pwd, uname } = lateTools(
	['arch', 'hostname', 'pwd', 'uname'],
	() => import('./naming.ts'),
);
const { chroot, lsns, nsenter, unshare } = lateTools(
	['chroot', 'lsns', 'nsenter', 'unshare'],
	() => import('./namespaceTools.ts'),
);
const { findmnt, mountpoint } = lateTools(['findmnt', 'mountpoint'], () => import('./mountPoints.ts'));
const { pivot_root } = lateTools(['pivot_root'], () => import('./pivotRoot.ts'));
const { mount, umount } = lateTools(['mount', 'umount'], () => import('./mountTool.ts'));
const { env, nice, nohup, printenv, setsid, timeout, which } = lateTools(
	['env', 'nice', 'nohup', 'printenv', 'setsid', 'timeout', 'which'],
	() => import('./running.ts'),
);
const { clear, free, groups, id, ipcmk, ipcs, nproc, sync, sysctl, tty, whoami } = lateTools(
	['clear', 'free', 'groups', 'id', 'ipcmk', 'ipcs', 'nproc', 'sync', 'sysctl', 'tty', 'whoami'],
	() => import('./machine.ts'),
);
const { mkswap, swapoff, swapon } = lateTools(
	['mkswap', 'swapoff', 'swapon'],
	() => import('./swapTools.ts'),
);
const { systemctl } = lateTools(['systemctl'], () => import('./systemctl.ts'));

export const systemTools: ToolTable = {
	arch,
	chroot,
	clear,
	env,
	free,
	groups,
	hostname,
	pwd,
	id,
	ipcmk: { gnu: ipcmk },
	ipcs: { gnu: ipcs },
	lsns: { gnu: lsns },
	mkswap: { gnu: mkswap },
	findmnt: { gnu: findmnt },
	mount,
	mountpoint: { gnu: mountpoint },
	nice,
	nohup,
	nproc,
	nsenter,
	pivot_root,
	printenv,
	setsid,
	swapoff: { gnu: swapoff },
	swapon: { gnu: swapon },
	sync,
	sysctl,
	systemctl: { gnu: systemctl },
	timeout,
	tty,
	umount,
	uname,
	unshare,
	which,
	whoami,
};
