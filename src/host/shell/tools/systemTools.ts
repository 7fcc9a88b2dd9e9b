/** What a machine says of itself: names, users, memory, IPC; and programs that run programs. */
import type { ToolTable } from '../call.ts';
import { hostname, uname } from './naming.ts';
import { chroot, lsns, nsenter, unshare } from './namespaceTools.ts';
import { mount, umount } from './mountTool.ts';
import { env, nice, nohup, printenv, setsid, timeout, which } from './running.ts';
import { clear, free, groups, id, ipcmk, ipcs, nproc, sync, sysctl, tty, whoami } from './machine.ts';
import { systemctl } from './systemctl.ts';

export const systemTools: ToolTable = {
	chroot,
	clear,
	env,
	free,
	groups,
	hostname,
	id,
	ipcmk: { gnu: ipcmk },
	ipcs: { gnu: ipcs },
	lsns: { gnu: lsns },
	mount,
	nice,
	nohup,
	nproc,
	nsenter,
	printenv,
	setsid,
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
