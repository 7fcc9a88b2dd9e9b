import { signalNumber } from './signal.ts';
import type { Ending } from './task.ts';

/** Exit status as a shell (and the engine) shows it: the code, or 128 + the signal's number. */
export const exitStatus = (end: Ending): number =>
	'code' in end ? end.code : 128 + signalNumber(end.signal);
