/** Images that were not recorded, made up to the same shape as those that were: redis on Debian, alpine, and a registry on it. */
import { digestHex } from '../draw.ts';
import type { ImageData, LayerData } from './imageData.ts';
import { recorded } from './recorded.ts';
import type { TreeText } from './treeText.ts';

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const layer = (name: string, size: number, tree: TreeText, below?: LayerData): LayerData => {
	const diffId = `sha256:${digestHex(`layer ${name}`)}`;
	const chain = below ? digestHex(`sha256:${below.chain} ${diffId}`) : diffId.slice(7);
	return { diffId, chain, size, tree };
};

const redisTree: TreeText = {
	lines: `d 755 data
d 755 usr usr/local usr/local/bin
x usr/local/bin redis-server redis-cli redis-benchmark redis-check-aof redis-check-rdb redis-sentinel
f 755 0 usr/local/bin/docker-entrypoint.sh`,
	contents: { 'usr/local/bin/docker-entrypoint.sh': '#!/bin/sh\nset -e\nexec "$@"\n' },
};

export const redis = (debian: LayerData): ImageData => ({
	id: digestHex('image redis'),
	config: {
		cmd: ['redis-server'],
		entrypoint: ['docker-entrypoint.sh'],
		env: [PATH, 'REDIS_VERSION=7.2.5'],
		exposedPorts: ['6379/tcp'],
		volumes: ['/data'],
		workingDir: '/data',
	},
	history: [
		...recorded['debian:bookworm-slim']!.history,
		'-/bin/sh -c #(nop)  ENV REDIS_VERSION=7.2.5',
		'/bin/sh -c set -eux; make -C /usr/src/redis install',
		'-/bin/sh -c #(nop)  VOLUME [/data]',
		'-/bin/sh -c #(nop) WORKDIR /data',
		'-/bin/sh -c #(nop)  ENTRYPOINT ["docker-entrypoint.sh"]',
		'-/bin/sh -c #(nop)  EXPOSE 6379',
		'-/bin/sh -c #(nop)  CMD ["redis-server"]',
	],
	layers: [debian, layer('redis', 41_254_912, redisTree, debian)],
});

/** In alpine every applet is a symbolic link to /bin/busybox. */
const applets = () => {
	const lines = recorded['busybox:latest']!.layers[0]!.tree!.lines.split('\n');
	const names = lines
		.find((line) => line.startsWith('h '))!
		.split(' ')
		.slice(2);
	return names.filter((name) => name !== 'busybox');
};

const alpineTree = (): TreeText => ({
	lines: [
		'd 755 bin dev etc etc/apk home lib media mnt opt proc',
		'd 700 root',
		'd 755 run sbin srv sys',
		'd 1777 tmp',
		'd 755 usr usr/bin usr/lib usr/local usr/sbin usr/share var var/cache var/lib var/log',
		'f 755 808712 bin/busybox',
		...applets().map((name) => `l bin/${name} /bin/busybox`),
		'x sbin apk',
		'f 644 0 etc/alpine-release',
		'f 644 0 etc/os-release',
		'f 644 0 etc/passwd',
		'f 644 0 etc/group',
	].join('\n'),
	contents: {
		'bin/busybox': '\x7fELFbusybox\n',
		'etc/alpine-release': '3.20.3\n',
		'etc/group': 'root:x:0:root\nbin:x:1:root,bin,daemon\ndaemon:x:2:root,bin,daemon\nnobody:x:65534:\n',
		'etc/os-release': 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.3\nPRETTY_NAME="Alpine Linux v3.20"\n',
		'etc/passwd':
			'root:x:0:0:root:/root:/bin/sh\nbin:x:1:1:bin:/bin:/sbin/nologin\ndaemon:x:2:2:daemon:/sbin:/sbin/nologin\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n',
	},
});

export const alpine = (): ImageData => ({
	id: digestHex('image alpine'),
	config: { cmd: ['/bin/sh'], env: [PATH] },
	history: [
		'/bin/sh -c #(nop) ADD alpine-minirootfs-3.20.3-x86_64.tar.gz in / ',
		'-/bin/sh -c #(nop)  CMD ["/bin/sh"]',
	],
	layers: [layer('alpine', 7_798_784, alpineTree())],
});

const registryTree = (): TreeText => ({
	lines: `d 755 bin etc etc/docker etc/docker/registry
f 755 17634304 bin/registry
f 644 0 etc/docker/registry/config.yml
f 755 0 entrypoint.sh
d 755 var var/lib var/lib/registry`,
	contents: {
		'bin/registry': '\x7fELFregistry\n',
		'etc/docker/registry/config.yml':
			'version: 0.1\nlog:\n  fields:\n    service: registry\nstorage:\n  filesystem:\n    rootdirectory: /var/lib/registry\nhttp:\n  addr: :5000\n',
		'entrypoint.sh':
			'#!/bin/sh\nset -e\ncase "$1" in\n    *.yaml|*.yml) set -- registry serve "$@" ;;\n    serve|garbage-collect|help|-*) set -- registry "$@" ;;\nesac\nexec "$@"\n',
	},
});

/** distribution/distribution-library-image: registry:2. */
export const registry = (): ImageData => {
	const base = alpine();
	const below = base.layers[0]!;
	return {
		id: digestHex('image registry'),
		config: {
			cmd: ['/etc/docker/registry/config.yml'],
			entrypoint: ['/entrypoint.sh'],
			env: [PATH],
			exposedPorts: ['5000/tcp'],
			volumes: ['/var/lib/registry'],
		},
		history: [
			...base.history,
			'/bin/sh -c #(nop) COPY dir:registry in / ',
			'-/bin/sh -c #(nop)  VOLUME [/var/lib/registry]',
			'-/bin/sh -c #(nop)  EXPOSE 5000',
			'-/bin/sh -c #(nop)  ENTRYPOINT ["/entrypoint.sh"]',
			'-/bin/sh -c #(nop)  CMD ["/etc/docker/registry/config.yml"]',
		],
		layers: [below, layer('registry', 17_634_976, registryTree(), below)],
	};
};
