/** Names of the marks, so that an event finds what it is about. */
import type { Layer } from '#host/engine/image.ts';
import { shortId } from '../containers.ts';
import type { Column } from './columns.ts';
import type { StackRow } from './stack.ts';

export const layerKey = ({ chain }: Pick<Layer, 'chain'>): string => `layer:${shortId(chain)}`;
export const rowKey = ({ layers }: StackRow): string =>
	layers.length === 1 && layers[0] ? layerKey(layers[0]) : `layers:${shortId(layers[0]?.chain ?? '')}`;
export const mergedFile = (name: string, column: Column): string => `file:${name}/${column.name}`;
export const upperFile = (name: string, column: Column): string => `file:${name}/upper/${column.name}`;
export const lowerFile = (row: StackRow, column: Column): string =>
	`file:${rowKey(row).replace(/^layers?:/, '')}/${column.name}`;
export const imageKey = (tag: string): string => `image:${tag.replace(/:latest$/, '')}`;
