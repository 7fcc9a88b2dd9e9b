/** An image that comes with the model, as if it had been loaded before: its layers, its configuration, its tag. */
import type { Host } from '../host.ts';
import type { ImageData } from '../images/imageData.ts';
import { imageData } from '../images/index.ts';
import { treeOfText } from '../images/treeText.ts';
import type { Tree } from '../kernel/tree.ts';
import type { ContainerConfig } from './container.ts';
import type { History, Image, Layer } from './image.ts';
import { addLayer, linkedBytes } from './layerStore.ts';
import { layDown, fileNode } from './layerFiles.ts';
import { DOCKER } from './layerPaths.ts';

/** It was made a little before the host came up. */
const AGE = 300;

const trees = new Map<string, Tree>();
/** Reading a layer's text once is enough: the tree is shared by every host. */
const treeOfLayerData = (layer: ImageData['layers'][number], modified: number): Tree => {
	const key = `${layer.chain} ${modified}`;
	const tree = trees.get(key) ?? treeOfText(layer.tree, modified);
	trees.set(key, tree);
	return tree;
};

const installLayers = (host: Host, data: ImageData, modified: number): Layer[] => {
	const layers: Layer[] = [];
	for (const each of data.layers) {
		const { chain, diffId } = each;
		const parent = layers.at(-1)?.chain;
		const tree = treeOfLayerData(each, modified);
		const size = each.size + linkedBytes(tree);
		layers.push(addLayer(host, { chain, diffId, size, tree, ...(parent !== undefined && { parent }) }));
	}
	return layers;
};

const configOf = ({ config }: ImageData): ContainerConfig => ({
	hostname: '',
	domainname: '',
	user: '',
	attachStdin: false,
	attachStdout: false,
	attachStderr: false,
	tty: false,
	openStdin: false,
	stdinOnce: false,
	image: '',
	env: config.env,
	cmd: config.cmd,
	entrypoint: config.entrypoint ?? null,
	workingDir: config.workingDir ?? '',
	labels: config.labels ?? {},
	exposedPorts: config.exposedPorts ?? [],
	volumes: config.volumes ?? [],
	...(config.stopSignal !== undefined && { stopSignal: config.stopSignal }),
});

const historyOf = (data: ImageData, layers: readonly Layer[], created: number): History[] => {
	let next = 0;
	return data.history.map((line) => {
		const isEmpty = line.startsWith('-');
		const size = isEmpty ? 0 : (layers[next++]?.size ?? 0);
		return { createdBy: isEmpty ? line.slice(1) : line, isEmpty, comment: '', created, size };
	});
};

/** imagedb/content: the configuration, whose digest is the image's id. */
const layConfig = (host: Host, image: Image): void => {
	const { config, diffIds } = image;
	const text = JSON.stringify({
		architecture: 'amd64',
		config: { Cmd: config.cmd, Entrypoint: config.entrypoint, Env: config.env },
		os: 'linux',
		rootfs: { type: 'layers', diff_ids: diffIds },
	});
	const directory = `${DOCKER}/image/overlay2/imagedb/content/sha256`;
	const node = fileNode(image.id, text, host.state.clock.now, 0o600);
	layDown(host, directory, [node], 'image', `${directory}/${image.id}`);
};

/** `name` is `repository:tag`; without a tag, latest. */
export const installImage = (host: Host, name: string): void => {
	const tag = name.includes(':') ? name : `${name}:latest`;
	const data = imageData(tag);
	if (!data) throw new Error(`there is no data of an image ${tag}`);
	if (!host.state.engine.images.has(data.id)) {
		const created = host.state.clock.boot - AGE;
		const layers = installLayers(host, data, created);
		const image: Image = {
			id: data.id,
			created,
			author: '',
			comment: '',
			parent: '',
			config: configOf(data),
			container: '',
			history: historyOf(data, layers, created),
			diffIds: layers.map(({ diffId }) => diffId),
			chain: layers.map(({ chain }) => chain),
			size: layers.reduce((sum, { size }) => sum + size, 0),
		};
		layConfig(host, image);
		host.emit({ kind: 'image.add', image });
	}
	host.emit({ kind: 'image.tag', id: data.id, name: tag });
};
