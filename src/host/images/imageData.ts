/** ImageData is an image as it comes with the model: what a registry or an archive would bring. */
import type { TreeText } from './treeText.ts';

export interface LayerData {
	/** `sha256:…` of its tar. */
	readonly diffId: string;
	/** Digest of this layer over those below it. */
	readonly chain: string;
	/** Bytes of its files, as recorded. */
	readonly size: number;
	readonly tree: TreeText;
}

export interface ImageData {
	readonly id: string;
	readonly config: {
		readonly cmd: readonly string[];
		readonly env: readonly string[];
		readonly entrypoint?: readonly string[];
		readonly exposedPorts?: readonly string[];
		readonly labels?: Readonly<Record<string, string>>;
		readonly stopSignal?: string;
		readonly volumes?: readonly string[];
		readonly workingDir?: string;
	};
	/** How each step was made, oldest first; `-` before those that made no layer. */
	readonly history: readonly string[];
	readonly layers: readonly LayerData[];
}
