/** The signals of signal(7) on x86, by number. */
export const signalNames = [
	'HUP',
	'INT',
	'QUIT',
	'ILL',
	'TRAP',
	'ABRT',
	'BUS',
	'FPE',
	'KILL',
	'USR1',
	'SEGV',
	'USR2',
	'PIPE',
	'ALRM',
	'TERM',
	'STKFLT',
	'CHLD',
	'CONT',
	'STOP',
	'TSTP',
	'TTIN',
	'TTOU',
	'URG',
	'XCPU',
	'XFSZ',
	'VTALRM',
	'PROF',
	'WINCH',
	'IO',
	'PWR',
	'SYS',
] as const;
export type SignalName = (typeof signalNames)[number];

export const signalNumber = (name: SignalName): number => signalNames.indexOf(name) + 1;
export const signalOf = (number: number): SignalName | undefined => signalNames[number - 1];
/** 'SIGTERM', 'term', '15' → 'TERM'; undefined for what is no signal. */
export const signalNamed = (text: string): SignalName | undefined => {
	if (/^\d+$/.test(text)) return signalOf(Number(text));
	const name = text.toUpperCase().replace(/^SIG/, '');
	return signalNames.find((each) => each === name);
};
/** What signal(7) calls Ign and Cont by default; Stop: STOP TSTP TTIN TTOU; every other one ends the task. */
export const ignoredByDefault: readonly SignalName[] = ['CHLD', 'URG', 'WINCH'];
export const stopping: readonly SignalName[] = ['STOP', 'TSTP', 'TTIN', 'TTOU'];
