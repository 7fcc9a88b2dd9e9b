/** ContainerSpec is what a client asks for with `docker create` (moby: api/types/container.CreateRequest). */
import type { ContainerConfig, HostConfig } from './container.ts';

export interface EndpointWish {
	readonly aliases: readonly string[];
	readonly links: readonly string[];
	/** --ip */
	readonly address?: string;
	readonly mac?: string;
}

export interface ContainerSpec {
	/** '' asks for a generated one. */
	readonly name: string;
	readonly config: ContainerConfig;
	readonly hostConfig: HostConfig;
	/** By network name; the network mode's own wishes are in it too. */
	readonly networks: Readonly<Record<string, EndpointWish>>;
}
