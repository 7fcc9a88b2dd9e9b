/**
 * The root file system of Debian 12, on which the recorded ubuntu, centos and debian images stand. Its 4,704 files were
 * not listed; here is what a command may look for: the directories, the programs, and the small files under /etc.
 */
import type { TreeText } from './treeText.ts';

const directories = `d 755 boot dev etc home
d 755 media mnt opt proc
d 700 root
d 755 run run/lock
d 755 srv sys
d 1777 tmp
d 755 usr usr/bin usr/games usr/include usr/lib usr/lib64 usr/libexec usr/local usr/local/bin usr/local/sbin usr/sbin usr/share
d 755 var var/backups var/cache var/cache/debconf var/lib var/lib/dpkg var/lib/dpkg/info var/lib/dpkg/triggers var/lib/dpkg/updates var/lib/systemd var/log var/mail var/spool
d 1777 var/tmp
d 755 etc/default etc/init.d etc/logrotate.d etc/rc0.d etc/rc1.d etc/rc2.d etc/rc3.d etc/rc4.d etc/rc5.d etc/rc6.d etc/systemd etc/systemd/system usr/lib/systemd usr/lib/systemd/system
l bin usr/bin
l lib usr/lib
l lib64 usr/lib64
l sbin usr/sbin
l var/lock /run/lock
l var/run /run
l usr/bin/awk /etc/alternatives/awk
d 755 etc/alternatives
l etc/alternatives/awk /usr/bin/mawk
l usr/bin/sh dash`;

/** coreutils, util-linux, procps and what else a minimal Debian must have. */
const programs =
	'arch base32 base64 basename bash cat chgrp chmod chown chrt cksum clear cmp comm cp csplit cut dash date dd df diff dir dircolors dirname dmesg du echo egrep env expand expr factor false fgrep find findmnt flock fmt fold free getopt grep groups gunzip gzip head hostid hostname id install ionice ipcmk ipcrm ipcs join kill last link ln logger login logname ls lsblk lscpu lsns mawk md5sum mkdir mkfifo mknod mktemp more mount mountpoint mv newgrp nice nl nohup nproc nsenter numfmt od passwd paste pathchk perl pgrep pidof pidwait pinky pkill pmap pr prlimit printenv printf ps ptx pwd pwdx rbash readlink realpath renice rev rm rmdir run-parts runcon script sdiff sed seq setpriv setsid sha1sum sha224sum sha256sum sha384sum sha512sum shred shuf skill sleep sort split stat stdbuf stty su sum sync tac tail tar taskset tee test timeout tload top touch tr true truncate tsort tty umount uname unexpand uniq unlink unshare uptime users vdir vmstat w watch wc whereis which who whoami xargs yes zcat zgrep';
const systemPrograms =
	'addgroup adduser agetty blkid chpasswd chroot fsfreeze fsck getty groupadd groupdel ldconfig losetup mkfs mkswap nologin pivot_root service start-stop-daemon sulogin swapoff swapon switch_root sysctl useradd userdel usermod';
const apt = 'apt apt-cache apt-config apt-get apt-key apt-mark dpkg dpkg-deb dpkg-query debconf';

const nologin = (name: string, uid: number, gid: number, home: string, title = name) =>
	`${name}:x:${uid}:${gid}:${title}:${home}:/usr/sbin/nologin\n`;

/** base-passwd's users, as Debian 12 has them. */
export const debianPasswd = [
	'root:x:0:0:root:/root:/bin/bash\n',
	nologin('daemon', 1, 1, '/usr/sbin'),
	nologin('bin', 2, 2, '/bin'),
	nologin('sys', 3, 3, '/dev'),
	'sync:x:4:65534:sync:/bin:/bin/sync\n',
	nologin('games', 5, 60, '/usr/games'),
	nologin('man', 6, 12, '/var/cache/man'),
	nologin('lp', 7, 7, '/var/spool/lpd'),
	nologin('mail', 8, 8, '/var/mail'),
	nologin('news', 9, 9, '/var/spool/news'),
	nologin('uucp', 10, 10, '/var/spool/uucp'),
	nologin('proxy', 13, 13, '/bin'),
	nologin('www-data', 33, 33, '/var/www'),
	nologin('backup', 34, 34, '/var/backups'),
	nologin('list', 38, 38, '/var/list', 'Mailing List Manager'),
	nologin('irc', 39, 39, '/run/ircd', 'ircd'),
	nologin('_apt', 42, 65534, '/nonexistent', ''),
	nologin('nobody', 65534, 65534, '/nonexistent'),
].join('');

const groups =
	'root 0 daemon 1 bin 2 sys 3 adm 4 tty 5 disk 6 lp 7 mail 8 news 9 uucp 10 man 12 proxy 13 kmem 15 dialout 20 fax 21 voice 22 cdrom 24 floppy 25 tape 26 sudo 27 audio 29 dip 30 www-data 33 backup 34 operator 37 list 38 irc 39 src 40 shadow 42 utmp 43 video 44 sasl 45 plugdev 46 staff 50 games 60 users 100 nogroup 65534';
export const debianGroup = groups.replace(/(\S+) (\d+) ?/g, '$1:x:$2:\n');

/** A distribution's os-release(5) and what else says which one it is. */
export interface Distribution {
	readonly release: Readonly<Record<string, string>>;
	readonly files?: Readonly<Record<string, string>>;
	readonly hasApt: boolean;
}

const osRelease = (fields: Readonly<Record<string, string>>): string =>
	Object.entries(fields)
		.map(
			([key, value]) =>
				`${key}=${/^[\w.:/-]+$/.test(value) && key !== 'VERSION_ID' ? value : `"${value}"`}\n`,
		)
		.join('');

export const debianTree = ({ release, files = {}, hasApt }: Distribution): TreeText => {
	const contents = {
		'etc/group': debianGroup,
		'etc/passwd': debianPasswd,
		'etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
		'etc/shells':
			'# /etc/shells: valid login shells\n/bin/sh\n/usr/bin/sh\n/bin/bash\n/usr/bin/bash\n/bin/dash\n/usr/bin/dash\n',
		'root/.bashrc': '# ~/.bashrc: executed by bash(1) for non-login shells.\n',
		'usr/lib/os-release': osRelease(release),
		...files,
	};
	const texts = Object.keys(contents).map((path) => `f 644 0 ${path}`);
	const tools = `x usr/bin ${programs}${hasApt ? ` ${apt}` : ''}\nx usr/sbin ${systemPrograms}`;
	const lines = [directories, 'l etc/os-release ../usr/lib/os-release', ...texts, tools].join('\n');
	return { lines, contents };
};

const debianRelease = {
	PRETTY_NAME: 'Debian GNU/Linux 12 (bookworm)',
	NAME: 'Debian GNU/Linux',
	VERSION_ID: '12',
	VERSION: '12 (bookworm)',
	VERSION_CODENAME: 'bookworm',
	ID: 'debian',
};
export const debian: Distribution = {
	release: debianRelease,
	files: { 'etc/debian_version': '12.11\n', 'etc/issue': 'Debian GNU/Linux 12 \\n \\l\n\n' },
	hasApt: true,
};
export const ubuntu: Distribution = {
	release: {
		PRETTY_NAME: 'Ubuntu 22.04.4 LTS',
		NAME: 'Ubuntu',
		VERSION_ID: '22.04',
		VERSION: '22.04.4 LTS (Jammy Jellyfish)',
		VERSION_CODENAME: 'jammy',
		ID: 'ubuntu',
		ID_LIKE: 'debian',
	},
	files: { 'etc/issue': 'Ubuntu 22.04.4 LTS \\n \\l\n\n' },
	hasApt: true,
};
export const centos: Distribution = {
	release: {
		NAME: 'CentOS Linux',
		VERSION: '7 (Core)',
		ID: 'centos',
		ID_LIKE: 'rhel fedora',
		VERSION_ID: '7',
		PRETTY_NAME: 'CentOS Linux 7 (Core)',
	},
	files: {
		'etc/redhat-release': 'CentOS Linux release 7.9.2009 (Core)\n',
		'etc/centos-release': 'CentOS Linux release 7.9.2009 (Core)\n',
	},
	hasApt: false,
};
