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
