/** What a machine says of itself: names, users, memory, IPC; and programs that run programs. */
import type { ToolTable } from '../call.ts';
import { gnuOnly, lateTools } from '../lateTools.ts';

export const systemTools: ToolTable = {
	...lateTools('arch hostname pwd uname', () => import('./naming.ts')),
	...lateTools('chroot nsenter unshare', () => import('./namespaceTools.ts')),
	...gnuOnly(lateTools('lsns', () => import('./namespaceTools.ts'))),
	...lateTools('clear free groups id nproc sync sysctl tty whoami', () => import('./machine.ts')),
	...gnuOnly(lateTools('ipcmk ipcs', () => import('./machine.ts'))),
	...lateTools('env nice nohup printenv setsid timeout which', () => import('./running.ts')),
	...gnuOnly(lateTools('findmnt mountpoint', () => import('./mountPoints.ts'))),
	...gnuOnly(lateTools('mkswap swapoff swapon', () => import('./swapTools.ts'))),
	...lateTools('mount umount', () => import('./mountTool.ts')),
	...lateTools('pivot_root', () => import('./pivotRoot.ts')),
	...gnuOnly(lateTools('systemctl', () => import('./systemctl.ts'))),
};
