/** docker search (docker/cli: cli/command/registry/formatter_search.go). */
import { GoStruct } from '../go/value.ts';
import { ellipsis } from './ellipsis.ts';
import type { Headers } from './rows.ts';

export interface SearchResult {
	readonly Name: string;
	readonly Description: string;
	readonly StarCount: number;
	readonly IsOfficial: boolean;
	readonly IsAutomated: boolean;
}

export const searchHeaders: Headers = {
	Name: 'NAME',
	Description: 'DESCRIPTION',
	StarCount: 'STARS',
	IsOfficial: 'OFFICIAL',
	IsAutomated: 'AUTOMATED',
};

export function searchRow(result: SearchResult, isShort: boolean, isJson: boolean): GoStruct {
	const text = result.Description.replace(/[\n\r]/g, ' ');
	const yes = (is: boolean) => () => (isJson ? String(is) : is ? '[OK]' : '');
	return new GoStruct('*registry.searchContext', {
		Name: () => result.Name,
		Description: () => (isShort ? ellipsis(text, 45) : text),
		StarCount: () => String(result.StarCount),
		IsOfficial: yes(result.IsOfficial),
		IsAutomated: yes(result.IsAutomated),
	});
}

export function searchFormat(format: string, version: 20 | 26): string {
	if (format !== '' && format !== 'table') return format;
	const automated = version === 20 ? '\t{{.IsAutomated}}' : '';
	return `table {{.Name}}\t{{.Description}}\t{{.StarCount}}\t{{.IsOfficial}}${automated}`;
}
