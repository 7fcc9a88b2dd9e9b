/** A bad line is one the shell or docker could not take as a command, unlike a command that was refused by the host. */
type Printed = { readonly stderr: string; readonly exitCode: number };

const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;
const REFUSED = /Error response from daemon/;
const MISREAD =
	/syntax error|is not a docker command|unknown (?:shorthand )?flag|unknown (?:docker )?command|flag needs an argument|requires (?:at least|exactly)|real, but not simulated here|^Usage:/im;

export function isBadLine({ stderr, exitCode }: Printed): boolean {
	if (exitCode === 0) return false;
	if (/simulated here/.test(stderr)) return true;
	if (REFUSED.test(stderr)) return false;
	return (
		MISREAD.test(stderr) ||
		(exitCode === NOT_FOUND && /not found/.test(stderr)) ||
		exitCode === NOT_EXECUTABLE
	);
}
