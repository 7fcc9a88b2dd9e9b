import { describe, expect, test } from 'vitest';
import { bareHost } from '../bareHost.ts';
import { daemonPid } from '../boot.ts';
import type { Host } from '../host.ts';
import { imageData, imageNames } from '../images/index.ts';
import { content, exists, listing, makeDirectory, remove, status, writeFile } from '../kernel/files.ts';
import { readLink } from '../kernel/attributes.ts';
import { rename } from '../kernel/renaming.ts';
import { setMode, touch } from '../kernel/attributes.ts';
import { mountTable } from '../kernel/mountTable.ts';
import type { Container } from './container.ts';
import {
	addLayer,
	initLayer,
	layerPaths,
	mountLayers,
	removeContainerLayers,
	removeLayer,
	unmountLayers,
	writableLayer,
} from './layerStore.ts';
import { treeOfChanges, treeOfContainer } from './layerTrees.ts';
import { diff, sizeRw } from './layerDiff.ts';

const OVERLAY2 = '/var/lib/docker/overlay2';
const LAYER = 'a9b73bfe2513a9842b0911ff2e88231b5ae7276d557d29aad922bf0e1cb6aaa2';
const container = { layer: LAYER } as Container;
const top = `${OVERLAY2}/${LAYER}/merged`;

const running = (image = 'busybox:latest'): Host => {
	const host = bareHost('docker26-cgroup2', [image]);
	const { chain } = host.state.engine.images.get(imageData(image)!.id)!;
	initLayer(host, LAYER, chain.at(-1));
	writableLayer(host, LAYER, chain.at(-1));
	mountLayers(host, LAYER);
	host.scheduler.pass(1);
	return host;
};
const lines = (host: Host) =>
	diff(host.state, container)
		.map(({ kind, path }) => `${kind} ${path}`)
		.sort();

describe('images', () => {
	test.each([...imageNames, 'hello-world', 'debian:bookworm-slim'])(
		'%s is installed, as big as its layers',
		(name) => {
			const host = bareHost('docker26-cgroup2', [name]);
			const [image] = host.state.engine.images.values();
			expect(image!.chain.every((chain) => host.state.engine.layers.get(chain)?.references === 1)).toBe(true);
			expect(image!.size).toBe(
				image!.chain.reduce((sum, chain) => sum + host.state.engine.layers.get(chain)!.size, 0),
			);
			expect(image!.history.filter(({ isEmpty }) => !isEmpty)).toHaveLength(image!.chain.length);
			const config = `/var/lib/docker/image/overlay2/imagedb/content/sha256/${image!.id}`;
			expect(JSON.parse(content(host.state, daemonPid, config))).toMatchObject({ os: 'linux' });
		},
	);
	test('share the layers they have in common', () => {
		const host = bareHost('docker26-cgroup2', imageNames);
		const debian = imageData('nginx:latest')!.layers[0]!.chain;
		expect(host.state.engine.layers.get(debian)?.references).toBe(2);
		expect(host.state.engine.tags.get('ubuntu:latest')).toBe(host.state.engine.tags.get('ubuntu:22.04'));
	});
	test('busybox is as it was listed: one program under 269 names, files of the recorded sizes', () => {
		const host = running();
		const stat = (path: string) => status(host.state, daemonPid, top + path);
		expect(stat('/bin/ls')).toMatchObject({ size: 1982256, links: 269, mode: 0o755 });
		expect(stat('/bin/sh').inode).toBe(stat('/bin/ls').inode);
		expect([stat('/etc/passwd').size, stat('/etc/group').size]).toEqual([192, 63]);
		expect(stat('/tmp').mode).toBe(0o1777);
		expect(listing(host.state, daemonPid, top).sort()).toEqual(
			['.dockerenv', 'bin', 'dev', 'etc', 'home', 'proc', 'root', 'sys', 'tmp', 'usr', 'var'].sort(),
		);
		expect(listing(host.state, daemonPid, `${top}/etc`).sort()).toEqual(
			['group', 'hostname', 'hosts', 'mtab', 'passwd', 'resolv.conf'].sort(),
		);
	});
	test('nginx’s files measure what was listed', () => {
		const host = running('nginx:latest');
		const size = (path: string) => status(host.state, daemonPid, top + path).size;
		expect(['passwd', 'passwd-', 'group', 'group-'].map((name) => size(`/etc/${name}`))).toEqual([
			890, 839, 447, 434,
		]);
		expect(size('/usr/share/nginx/html/index.html')).toBe(615);
		expect(exists(host.state, daemonPid, `${top}/tmp/debs`)).toBe(false);
		expect(readLink(host.state, daemonPid, `${top}/var/log/nginx/access.log`)).toBe('/dev/stdout');
		expect(status(host.state, daemonPid, `${top}/var/log/nginx`).gid).toBe(4);
		expect(content(host.state, daemonPid, `${top}/etc/os-release`)).toContain('bookworm');
	});
});

describe('a container’s layers', () => {
	test('lie on the disk, with short links that the mount names', () => {
		const host = running();
		const { lower, upper, work } = layerPaths(host.state, LAYER);
		expect(lower[0]).toBe(`${OVERLAY2}/${LAYER}-init/diff`);
		expect(lower).toHaveLength(2);
		const row = mountTable(host.state, daemonPid).at(-1)!;
		expect(row).toMatch(
			new RegExp(
				`^overlay ${top} overlay rw,relatime,lowerdir=${OVERLAY2}/l/[A-Z2-7]{26}:${OVERLAY2}/l/[A-Z2-7]{26},upperdir=${upper},workdir=${work} 0 0$`,
			),
		);
		const link = /l\/([A-Z2-7]{26})/.exec(row)![1]!;
		expect(readLink(host.state, daemonPid, `${OVERLAY2}/l/${link}`)).toBe(`../${LAYER}-init/diff`);
	});
	test('mounting twice is mounting once, and they go without a trace', () => {
		const host = running();
		const device = mountLayers(host, LAYER);
		expect(mountLayers(host, LAYER)).toBe(device);
		unmountLayers(host, LAYER);
		unmountLayers(host, LAYER);
		expect(host.state.filesystems.has(device)).toBe(false);
		removeContainerLayers(host, LAYER);
		const [image] = host.state.engine.layers.values();
		expect(listing(host.state, daemonPid, OVERLAY2).sort()).toEqual([image!.directory, 'l'].sort());
		expect(listing(host.state, daemonPid, `${OVERLAY2}/l`)).toEqual([image!.link]);
		removeLayer(host, image!.directory);
		expect(listing(host.state, daemonPid, OVERLAY2)).toEqual(['l']);
	});
});

describe('docker diff', () => {
	test('of an untouched container is empty', () => expect(lines(running())).toEqual([]));
	test('tells added, changed and deleted names, and the directories they are in', () => {
		const host = running();
		writeFile(host, daemonPid, `${top}/tmp/added`, 'new\n');
		writeFile(host, daemonPid, `${top}/etc/passwd`, 'x:x:1:1::/:/bin/sh\n', { append: true });
		remove(host, daemonPid, `${top}/etc/group`);
		expect(lines(host)).toEqual(['A /tmp/added', 'C /etc', 'C /etc/passwd', 'C /tmp', 'D /etc/group']);
		expect(sizeRw(host.state, container)).toBe(4 + 211);
		writeFile(host, daemonPid, `${top}/etc/group`, 'back\n');
		remove(host, daemonPid, `${top}/tmp/added`);
		expect(lines(host)).toEqual(['C /etc', 'C /etc/group', 'C /etc/passwd']);
		expect(exists(host.state, daemonPid, `${OVERLAY2}/${LAYER}/diff/tmp`)).toBe(true);
	});
	test('a change of mode or time is a change', () => {
		const host = running();
		setMode(host, daemonPid, `${top}/etc/passwd`, 0o600);
		touch(host, daemonPid, `${top}/etc/group`);
		expect(lines(host)).toEqual(['C /etc', 'C /etc/group', 'C /etc/passwd']);
	});
	test('a directory made over a deleted one shows what has vanished', () => {
		const host = running();
		remove(host, daemonPid, `${top}/var/spool`, { recursive: true });
		expect(lines(host)).toEqual(['C /var', 'D /var/spool']);
		makeDirectory(host, daemonPid, `${top}/var/spool`);
		expect(lines(host)).toEqual(['C /var', 'C /var/spool', 'D /var/spool/mail']);
	});
	test('a new directory is added with all in it; a renamed file is one of each', () => {
		const host = running();
		makeDirectory(host, daemonPid, `${top}/data/deep`, { parents: true });
		rename(host, daemonPid, `${top}/etc/group`, `${top}/data/group`);
		expect(lines(host)).toEqual(['A /data', 'A /data/deep', 'A /data/group', 'C /etc', 'D /etc/group']);
	});
});

test('what a container wrote becomes a layer', () => {
	const host = running();
	writeFile(host, daemonPid, `${top}/version`, 'v1\n');
	remove(host, daemonPid, `${top}/etc/group`);
	const [image] = host.state.engine.images.values();
	const layer = addLayer(host, { parent: image!.chain[0]!, tree: treeOfChanges(host.state, container) });
	expect(layer.size).toBe(3);
	const names = treeOfContainer(host.state, container).map(({ path }) => path);
	expect(names).toContain('version');
	expect(names).not.toContain('etc/group');
	const second = 'b'.repeat(64);
	initLayer(host, second, layer.chain);
	writableLayer(host, second, layer.chain);
	mountLayers(host, second);
	expect(content(host.state, daemonPid, `${OVERLAY2}/${second}/merged/version`)).toBe('v1\n');
	expect(exists(host.state, daemonPid, `${OVERLAY2}/${second}/merged/etc/group`)).toBe(false);
	expect(diff(host.state, { layer: second } as Container)).toEqual([]);
});
