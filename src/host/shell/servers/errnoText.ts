/** `2: No such file or directory`, as nginx writes it. */

const ERRNO: Readonly<Record<string, number>> = {
	ENOENT: 2,
	EACCES: 13,
	EISDIR: 21,
	EROFS: 30,
	EADDRINUSE: 98,
	ENOTDIR: 20,
	EPERM: 1,
};

export const errnoText = (error: { readonly errno: string; readonly message: string }): string =>
	`${ERRNO[error.errno] ?? 5}: ${error.message}`;
