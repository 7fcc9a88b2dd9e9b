/** The images a host may have in its store without asking a registry, by `repository:tag`. */
import { alpine, redis, registry } from './alike.ts';
import { centos, debian, debianGroup, debianPasswd, debianTree, ubuntu } from './debian.ts';
import type { ImageData, LayerData } from './imageData.ts';
import { recorded } from './recorded.ts';
import type { TreeText } from './treeText.ts';

/** Five lines of 192 bytes and five groups of 63, as the recorded files measure. */
const busyboxFiles = {
	'bin/[': '\x7fELFbusybox\n',
	'etc/passwd':
		'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\nbin:x:2:2:bin:/bin:/bin/false\nwww-data:x:33:33:www-data:/var/www:/bin/false\nnobody:x:65534:65534:nobody:/home:/bin/false\n',
	'etc/group': 'root:x:0:\ndaemon:x:1:\nbin:x:2:\nwww-data:x:33:\nnogroup:x:65534:\n',
};

/** What `groupadd` and `useradd` of the Dockerfile wrote. */
const nginxFiles = {
	'etc/passwd': `${debianPasswd}nginx:x:101:101:nginx user:/nonexistent:/bin/false\n`,
	'etc/passwd-': debianPasswd,
	'etc/group': `${debianGroup}nginx:x:101:\n`,
	'etc/group-': debianGroup,
};
const nginxContents: Readonly<Record<string, string>> = nginxFiles;

/** Known contents of layers that were listed, by the layer's chain id. */
const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	[recorded['busybox:latest']!.layers[0]!.chain]: busyboxFiles,
	[recorded['nginx:latest']!.layers[2]!.chain]: nginxContents,
};
/** Root file systems that were too big to be listed. */
const unlisted: Readonly<Record<string, TreeText>> = {
	[recorded['debian:bookworm-slim']!.layers[0]!.chain]: debianTree(debian),
	[recorded['ubuntu:22.04']!.layers[0]!.chain]: debianTree(ubuntu),
	[recorded['centos:7']!.layers[0]!.chain]: debianTree(centos),
};

const layerOf = (name: string, index: number): LayerData => {
	const { tree, ...layer } = recorded[name]!.layers[index]!;
	const text = tree ?? unlisted[layer.chain]!;
	return { ...layer, tree: { ...text, contents: { ...text.contents, ...known[layer.chain] } } };
};
const imageOf = (name: string): ImageData => ({
	...recorded[name]!,
	layers: recorded[name]!.layers.map((_, index) => layerOf(name, index)),
});

const ubuntuImage = imageOf('ubuntu:22.04');
const images: Readonly<Record<string, ImageData>> = {
	'nginx:latest': imageOf('nginx:latest'),
	'busybox:latest': imageOf('busybox:latest'),
	'ubuntu:latest': ubuntuImage,
	'ubuntu:22.04': ubuntuImage,
	'redis:latest': redis(layerOf('debian:bookworm-slim', 0)),
	'alpine:latest': alpine(),
	'centos:7': imageOf('centos:7'),
	'registry:2': registry(),
	'hello-world:latest': imageOf('hello-world:latest'),
	'debian:bookworm-slim': imageOf('debian:bookworm-slim'),
};

/** What is in the store where nobody says otherwise. */
export const imageNames: readonly string[] = [
	'nginx:latest',
	'busybox:latest',
	'ubuntu:latest',
	'ubuntu:22.04',
	'redis:latest',
	'alpine:latest',
	'centos:7',
	'registry:2',
];
export const imageData = (name: string): ImageData | undefined =>
	Object.hasOwn(images, name) ? images[name] : undefined;
