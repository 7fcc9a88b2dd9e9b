/** Small drawings on a field of 24 by 24, in strokes. */
import type { IconName } from '../mark.ts';

export const ICONS: { readonly [N in IconName]: string } = {
	laptop: 'M5 5h14v10H5zM2 19h20M9 19v-1h6v1',
	server: 'M4 4h16v7H4zM4 13h16v7H4zM7.5 7.5h.01M7.5 16.5h.01M12 7.5h5M12 16.5h5',
	host: 'M3 5h18v12H3zM8 21h8M12 17v4M7 9h6M7 12h4',
	cloud: 'M7 18.5a4.5 4.5 0 0 1-.4-9A6 6 0 0 1 18 8.7a4.9 4.9 0 0 1-.6 9.8z',
	person: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6',
	container: 'M3 6h18v12H3zM7.5 9.5v5M12 9.5v5M16.5 9.5v5',
	image: 'M5 9h14v11H5zM7 6h10M9 3h6',
	layers: 'M12 3l9 5-9 5-9-5zM3.5 12.5L12 17l8.5-4.5M3.5 16.5L12 21l8.5-4.5',
	volume:
		'M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3zM4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
	network: 'M12 3v5M9 8h6v4H9zM12 12v3M5 15h14M5 15v2M19 15v2M3 17h4v4H3zM17 17h4v4h-4z',
	file: 'M6 3h8l4 4v14H6zM14 3v4h4',
	folder: 'M3 6h6l2 2.5h10V19H3z',
	process:
		'M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M5.6 18.4l2.1-2.1M16.3 7.7l2.1-2.1',
	memory: 'M3 8h18v8H3zM6 16v3M10 16v3M14 16v3M18 16v3M7 11v2M12 11v2M17 11v2',
	cpu: 'M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4',
	disk: 'M4 5h16v14H4zM4 14h16M16 16.5h.01M7 8h6',
	clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2',
	lock: 'M5.5 11h13v9.5h-13zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
	signal: 'M13 2.5L5 13.5h6l-1 8 9-12h-6.5z',
	check: 'M4.5 12.5l5 5 10-11',
	cross: 'M6 6l12 12M18 6L6 18',
	pause: 'M8.5 5v14M15.5 5v14',
	play: 'M7.5 5l11 7-11 7z',
	stop: 'M6.5 6.5h11v11h-11z',
	pencil: 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM13.5 7l3.5 3.5',
	copy: 'M9 9h11v11H9zM15 9V4H4v11h5',
	trash: 'M4 7h16M9.5 7V4h5v3M6 7l1 13.5h10L18 7M10 11v6M14 11v6',
	eye: 'M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5S5 16.5 2.5 12zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
	arrow: 'M4 12h15M13 6l6 6-6 6',
	packet: 'M3 6h18v12H3zM3 6.5l9 7 9-7',
	name: 'M4 4h8l8.5 8.5-8 8L4 12zM8 8h.01',
	link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1',
};
