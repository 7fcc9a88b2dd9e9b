/** A second window in a process of its own, if the browser will: what befalls one leaves the other alone. */
export function openWindow(address: string): void {
	globalThis.open(
		address,
		'_blank',
		`noopener,popup,width=${screen.availWidth},height=${screen.availHeight}`,
	);
}

/** This window over the whole display, or back. A browser that refuses has its own key for it. */
export function fillScreen(): void {
	const done = document.fullscreenElement
		? document.exitFullscreen()
		: document.documentElement.requestFullscreen?.();
	done?.catch(() => undefined);
}

/** The display does not go to sleep while this window is seen; answers how to let it. A browser may refuse. */
export function keepAwake(): () => void {
	let lock: WakeLockSentinel | undefined;
	const ask = async (): Promise<void> => {
		if (document.visibilityState !== 'visible') return;
		lock = await navigator.wakeLock?.request('screen').catch(() => undefined);
	};
	void ask();
	document.addEventListener('visibilitychange', ask);
	return () => {
		document.removeEventListener('visibilitychange', ask);
		void lock?.release();
	};
}

/** A window that the browser took out of its memory has lost the others: it finds them again as a new one does. */
export function comeBack({ persisted }: PageTransitionEvent): void {
	if (persisted) location.reload();
}
