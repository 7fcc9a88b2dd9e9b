/** docker ps (docker/cli: cli/command/formatter/container.go, cli/command/container/list.go). */
import { goQuote } from '../../../go/quote.ts';
import { timeText } from '../go/time.ts';
import { humanDuration, humanSizeWithPrecision } from '../go/humanUnits.ts';
import { GoStruct } from '../go/value.ts';
import { execute } from '../template/execute.ts';
import { functionNames, functions } from '../template/functions.ts';
import { parseTemplate, TemplateError } from '../template/parse.ts';
import { ellipsis, shortId } from './ellipsis.ts';
import type { Printed } from './inspect.ts';
import { labelMethod, labelsText, type Labels } from './labels.ts';
import { displayablePorts, type Port } from './ports.ts';
import { isTemplateMistake, printedRows, type Headers } from './rows.ts';

/** What the engine's list of containers says of one (types.Container). */
export interface ListedContainer {
	readonly ID: string;
	/** With their slash. */
	readonly Names: readonly string[];
	readonly Image: string;
	readonly ImageID: string;
	readonly Command: string;
	/** Seconds since the epoch. */
	readonly Created: number;
	readonly Ports: readonly Port[];
	readonly State: string;
	readonly Status: string;
	readonly SizeRw?: number;
	readonly SizeRootFs?: number;
	readonly Labels: Labels;
	readonly Mounts: readonly { readonly Name?: string; readonly Source: string; readonly Driver?: string }[];
	readonly Networks: readonly string[];
}

export const containerHeaders: Headers = {
	ID: 'CONTAINER ID',
	Names: 'NAMES',
	Image: 'IMAGE',
	Command: 'COMMAND',
	CreatedAt: 'CREATED AT',
	RunningFor: 'CREATED',
	Ports: 'PORTS',
	State: 'STATE',
	Status: 'STATUS',
	Size: 'SIZE',
	Labels: 'LABELS',
	Mounts: 'MOUNTS',
	LocalVolumes: 'LOCAL VOLUMES',
	Networks: 'NETWORKS',
};

function names(all: readonly string[], isShort: boolean): string {
	const bare = all.map((name) => name.slice(1));
	// Names given by --link have a slash inside.
	const own = isShort ? bare.find((name) => !name.includes('/')) : undefined;
	return own ?? bare.join(',');
}

function imageName({ Image, ImageID }: ListedContainer, isShort: boolean): string {
	if (!Image) return '<no image>';
	if (!isShort) return Image;
	if (shortId(ImageID) === shortId(Image)) return shortId(ImageID);
	return Image.replace(/@sha256:[0-9a-f]{64}$/, '').replace(/^(?:index\.)?docker\.io\/(?:library\/)?/, '');
}

function size({ SizeRw = 0, SizeRootFs = 0 }: ListedContainer): string {
	const own = humanSizeWithPrecision(SizeRw, 3);
	return SizeRootFs > 0 ? `${own} (virtual ${humanSizeWithPrecision(SizeRootFs, 3)})` : own;
}

export function containerRow(container: ListedContainer, isShort: boolean, now: number): GoStruct {
	const { ID, Command, Created, Labels, Mounts } = container;
	const mountName = (name: string) => (isShort ? ellipsis(name, 15) : name);
	return new GoStruct('*formatter.ContainerContext', {
		ID: () => (isShort ? shortId(ID) : ID),
		Names: () => names(container.Names, isShort),
		Image: () => imageName(container, isShort),
		Command: () => goQuote(isShort ? ellipsis(Command, 20) : Command),
		CreatedAt: () => timeText(Math.floor(Created)),
		RunningFor: () => `${humanDuration(now - Math.floor(Created))} ago`,
		Ports: () => displayablePorts(container.Ports),
		State: () => container.State,
		Status: () => container.Status,
		Size: () => size(container),
		Labels: () => labelsText(Labels),
		Label: labelMethod(Labels),
		Mounts: () => Mounts.map((mount) => mountName(mount.Name || mount.Source)).join(','),
		LocalVolumes: () => String(Mounts.filter((mount) => mount.Driver === 'local').length),
		Networks: () => container.Networks.join(','),
	});
}

const table = 'table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}';
const raw =
	'container_id: {{.ID}}\nimage: {{.Image}}\ncommand: {{.Command}}\ncreated_at: {{.CreatedAt}}\nstate: {{- pad .State 1 0}}\nstatus: {{- pad .Status 1 0}}\nnames: {{.Names}}\nlabels: {{- pad .Labels 1 0}}\nports: {{- pad .Ports 1 0}}\n';

/** In 20.10 a template of one's own goes before --quiet. */
export function containerFormat(
	version: 20 | 26,
	format: string,
	isQuiet: boolean,
	hasSize: boolean,
): string {
	if (format === 'raw')
		return isQuiet ? 'container_id: {{.ID}}' : raw + (hasSize ? 'size: {{.Size}}\\n' : '');
	const isOwn = format !== '' && format !== 'table';
	if (isQuiet && !(version === 20 && isOwn)) return '{{.ID}}';
	if (!isOwn) return table + (hasSize ? '\\t{{.Size}}' : '');
	return format;
}

/** What docker ps finds wrong with a template before it asks the engine. */
export function containerFormatMistake(format: string): string | undefined {
	try {
		const empty: ListedContainer = {
			...{
				ID: '',
				Names: [],
				Image: '',
				ImageID: '',
				Command: '',
				Created: 0,
				Ports: [],
				State: '',
				Status: '',
			},
			...{ Labels: {}, Mounts: [], Networks: [] },
		};
		if (format) execute(parseTemplate(format, functionNames), containerRow(empty, false, 0), { functions });
		return undefined;
	} catch (reason) {
		if (!isTemplateMistake(reason)) throw reason;
		return `failed to ${reason instanceof TemplateError ? 'parse' : 'execute'} template: ${reason.message}`;
	}
}

/** Whether the engine has to be asked for sizes although nobody said --size. */
export const usesSize = (format: string): boolean => /\{\{[^}]*\.Size\b/.test(format);

export interface ContainersToPrint {
	readonly version: 20 | 26;
	readonly format: string;
	readonly isQuiet: boolean;
	readonly isShort: boolean;
	readonly hasSize: boolean;
	readonly now: number;
	readonly containers: readonly ListedContainer[];
}

export function printedContainers(asked: ContainersToPrint): Printed {
	const mistake = containerFormatMistake(asked.format);
	const warning =
		asked.isQuiet && asked.format && asked.version === 26
			? 'WARNING: Ignoring custom format, because both --format and --quiet are set.\n'
			: '';
	if (mistake) return { stdout: '', stderr: `${warning}${mistake}\n`, exit: 1 };
	const printed = printedRows({
		version: asked.version,
		format: containerFormat(
			asked.version,
			asked.format,
			asked.isQuiet,
			asked.hasSize || usesSize(asked.format),
		),
		headers: containerHeaders,
		rows: asked.containers.map((container) => containerRow(container, asked.isShort, asked.now)),
	});
	return { ...printed, stderr: warning + printed.stderr };
}
