/** docker diff (docker/cli: cli/command/container/formatter_diff.go). */
import { GoStruct } from '../go/value.ts';
import type { Headers } from './rows.ts';

export interface Change {
	readonly Kind: 'A' | 'C' | 'D';
	readonly Path: string;
}

export const changeHeaders: Headers = { Type: 'CHANGE TYPE', Path: 'PATH' };
export const changeFormat = '{{.Type}} {{.Path}}';

export const changeRow = ({ Kind, Path }: Change): GoStruct =>
	new GoStruct('*container.diffContext', { Type: () => Kind, Path: () => Path });
