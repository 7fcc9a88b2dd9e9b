/** How the overlay of each container was mounted, as the kernel was asked. */
import type { Container } from '#host/engine/container.ts';
import type { HostState } from '#host/state.ts';
import type { Marks } from '#stage/mark.ts';
import { hueOf, placed } from '../containers.ts';
import type { View } from '../scene.ts';
import { overlayOf } from './lookup.ts';
import { LEFT, MOUNT_LINES, RIGHT } from './room.ts';

const MOST = 3;
const PITCH = 15.5;
const brief = (path: string): string =>
	path.replace('/var/lib/docker/overlay2/', '').replace(/[0-9a-f]{64}/g, (id) => `${id.slice(0, 6)}…`);

/** Links under l/ are 26 letters: their beginnings tell them apart. */
function lower(list: string): string {
	const all = list.split(':').map((path) => brief(path).replace(/^l\/(\w{6})\w+$/, 'l/$1…'));
	return all.length > 3 ? `${all.slice(0, 2).join(':')}:…${all.length - 3}…:${all.at(-1)}` : all.join(':');
}

function words(options: readonly string[]): string {
	return options
		.flatMap((option) => {
			const [name = '', value = ''] = option.split('=');
			if (name === 'lowerdir') return [`lowerdir=${lower(value)}`];
			return name === 'upperdir' || name === 'workdir' ? [`${name}=${brief(value)}`] : [];
		})
		.join(',');
}

function lineOf(state: HostState, container: Container, index: number): Marks {
	const options = overlayOf(state, container)?.options ?? [];
	return [
		{
			kind: 'label',
			key: `mount:${container.name}`,
			x: LEFT,
			y: MOUNT_LINES + index * PITCH,
			size: 12,
			mono: true,
			tone: hueOf(container),
			width: RIGHT - LEFT,
			text: `${container.name}: overlay ${words(options)}`,
			label: `mount -t overlay ${container.name}`,
			title: options.join(',\n'),
		},
	];
}

export function mountLines(state: HostState, { say }: View): Marks {
	const mounted = placed(state).filter((each) => overlayOf(state, each));
	const shown = mounted.slice(0, mounted.length > MOST ? MOST - 1 : MOST);
	const rest = mounted.length - shown.length;
	return [
		...shown.flatMap((container, index) => lineOf(state, container, index)),
		...(rest > 0
			? [
					{
						kind: 'label' as const,
						key: 'mounts:more',
						x: LEFT,
						y: MOUNT_LINES + shown.length * PITCH,
						size: 12,
						tone: 'muted' as const,
						text: say('mounts.more', { count: rest }),
					},
				]
			: []),
	];
}
