/** A manifest names an image's configuration and its layers' blobs (distribution: manifest/schema2). */
import { digestHex } from '../draw.ts';
import type { Image, Layer } from './image.ts';

export const configSize = ({ config }: Image): number => 1000 + JSON.stringify(config).length;

const docker = 'application/vnd.docker';

export function manifestText(image: Image, layers: readonly Layer[]): string {
	return JSON.stringify(
		{
			schemaVersion: 2,
			mediaType: `${docker}.distribution.manifest.v2+json`,
			config: {
				mediaType: `${docker}.container.image.v1+json`,
				size: configSize(image),
				digest: `sha256:${image.id}`,
			},
			layers: layers.map(({ size, digest }) => ({
				mediaType: `${docker}.image.rootfs.diff.tar.gzip`,
				size: compressed(size),
				digest,
			})),
		},
		null,
		3,
	);
}

/** gzip makes a bit more than half of programs and texts; the frame of an empty one stays. */
export const compressed = (size: number): number => 100 + Math.round(size * 0.55);

export const manifestDigest = (text: string): string => `sha256:${digestHex(text)}`;
