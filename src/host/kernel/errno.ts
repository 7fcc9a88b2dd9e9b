/** Errno is a system call's failure, an ordinary answer that keeps no stack; its message is strerror(3)'s. */
const texts = {
	EPERM: 'Operation not permitted',
	ENOENT: 'No such file or directory',
	ESRCH: 'No such process',
	EINTR: 'Interrupted system call',
	EIO: 'Input/output error',
	ENXIO: 'No such device or address',
	ENOEXEC: 'Exec format error',
	EBADF: 'Bad file descriptor',
	ECHILD: 'No child processes',
	EAGAIN: 'Resource temporarily unavailable',
	ENOMEM: 'Cannot allocate memory',
	EACCES: 'Permission denied',
	EBUSY: 'Device or resource busy',
	EEXIST: 'File exists',
	EXDEV: 'Invalid cross-device link',
	ENODEV: 'No such device',
	ENOTDIR: 'Not a directory',
	EISDIR: 'Is a directory',
	EINVAL: 'Invalid argument',
	ETXTBSY: 'Text file busy',
	EFBIG: 'File too large',
	ENOSPC: 'No space left on device',
	ESPIPE: 'Illegal seek',
	EROFS: 'Read-only file system',
	EPIPE: 'Broken pipe',
	ERANGE: 'Numerical result out of range',
	ENAMETOOLONG: 'File name too long',
	ENOTEMPTY: 'Directory not empty',
	ELOOP: 'Too many levels of symbolic links',
	ENODATA: 'No data available',
	EOPNOTSUPP: 'Operation not supported',
	EADDRINUSE: 'Address already in use',
	EADDRNOTAVAIL: 'Cannot assign requested address',
	ENETDOWN: 'Network is down',
	ENETUNREACH: 'Network is unreachable',
	ECONNREFUSED: 'Connection refused',
	ECONNRESET: 'Connection reset by peer',
	ETIMEDOUT: 'Connection timed out',
	EHOSTUNREACH: 'No route to host',
} as const;

export type ErrnoName = keyof typeof texts;

export class Errno extends Error {
	readonly errno: ErrnoName;
	constructor(errno: ErrnoName) {
		const { stackTraceLimit } = Error;
		Error.stackTraceLimit = 0;
		super(texts[errno]);
		Error.stackTraceLimit = stackTraceLimit;
		this.errno = errno;
	}
}
export const isErrno = (error: unknown, errno?: ErrnoName): error is Errno =>
	error instanceof Errno && (errno === undefined || error.errno === errno);
