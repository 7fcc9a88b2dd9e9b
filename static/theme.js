// Before the first paint: the colours chosen on an earlier visit.
try {
	const theme = localStorage.getItem('theme');
	if (theme && theme !== 'system') document.documentElement.dataset.theme = theme;
} catch {
	// Without storage the system's colours hold.
}
