/** The journal tells of volumes that come into use and go out of it (moby: daemon/volumes_unix.go, container/container_unix.go). */
import type { Host } from '../host.ts';
import { announce } from './announce.ts';
import type { Container } from './container.ts';

export function announceVolumes(host: Host, { id, mounts }: Container, action: 'mount' | 'unmount'): void {
	for (const { type, name, destination, driver, rw, propagation } of mounts) {
		if (type !== 'volume' || !name) continue;
		const more = { destination, propagation, 'read/write': String(rw) };
		announce(host, 'volume', action, name, {
			container: id,
			driver: driver!,
			...(action === 'mount' && more),
		});
	}
}
