/** What a reader may foretell of layers, with the answers that the model gives. */
import type { Container } from '#host/engine/container.ts';
import { inodeAt } from '#host/kernel/overlay.ts';
import type { HostState } from '#host/state.ts';
import { containerOfOverlay, containerOfPath, containerOfTask } from '#host/whose.ts';
import type { BeatEvent } from '#timeline/timeline.ts';
import { ofKeys, ofTexts, type Asks, type Question } from '../question.ts';
import type { Say, View } from '../scene.ts';
import { upperOf } from './directories.ts';
import { overlayOf, seenAt } from './lookup.ts';
import { sizeText } from './sizeText.ts';

type Told<K extends BeatEvent['kind']> = Extract<BeatEvent, { readonly kind: K }>;
interface Moment {
	readonly before: HostState;
	readonly outcome: HostState;
	readonly say: Say;
}

/** Tools that do nothing but read the file they are given. */
const READERS = /^(cat|head|tail|stat|wc)$/;
const SOURCES = ['ask.read.upper', 'ask.read.lower', 'ask.read.mount', 'ask.read.nowhere'] as const;

/** Which layer a file is read from. */
const read = ({ pid, argv }: Told<'task.exec'>, { before, say }: Moment): Question | undefined => {
	const container = containerOfTask(before, pid);
	const [program = '', ...rest] = argv;
	const path = rest.findLast((word) => word.startsWith('/'));
	if (!container || path === undefined || !READERS.test(program.replace(/^.*\//, ''))) return undefined;
	if (/^\/(proc|sys|dev)\b/.test(path) || !overlayOf(before, container)) return undefined;
	const from = seenAt(before, container, path)?.from ?? 'nowhere';
	return ofKeys(
		{ key: 'ask.read', values: { path, name: container.name } },
		say,
		SOURCES,
		`ask.read.${from}`,
	);
};

/** A page, which most think of as what is copied. */
const BLOCK = 4096;

/** How much is copied before a file is changed for the first time. */
const copied = (event: Told<'overlay.copyUp'>, { before, outcome }: Moment): Question | undefined => {
	const container = containerOfOverlay(before, event.overlay);
	const lower = inodeAt(before, event.from);
	if (!container || lower?.kind !== 'file') return undefined;
	const now = seenAt(outcome, container, event.path)?.inode.size ?? lower.size;
	const values = { path: event.path, name: container.name };
	const others = [lower.size, Math.abs(now - lower.size), 0, BLOCK, now].map(sizeText);
	return ofTexts({ key: 'ask.copied', values }, sizeText(event.bytes), others);
};

const HIDDEN = ['ask.hidden.gone', 'ask.hidden.device', 'ask.hidden.empty'] as const;

/** What is in the writable layer once a file of the image is removed. */
const hidden = (event: Told<'overlay.whiteout'>, { before, say }: Moment): Question | undefined => {
	const container = containerOfOverlay(before, event.overlay);
	const values = { path: event.path, name: container?.name ?? '' };
	return container && ofKeys({ key: 'ask.hidden', values }, say, HIDDEN, 'ask.hidden.device');
};

const hasUpper = (state: HostState, id: string): boolean => {
	const container = state.engine.containers.get(id);
	return container !== undefined && upperOf(state, container) !== undefined;
};
const KEPT = ['ask.kept.all', 'ask.kept.none'] as const;

/** The overlay is unmounted: is what was written still there? */
const kept = (
	{ namespace, id }: Told<'mount.remove'>,
	{ before, outcome, say }: Moment,
): Question | undefined => {
	const mount = before.mounts.get(namespace)?.mounts.get(id);
	const container = mount && containerOfOverlay(before, mount.device);
	if (!container || mount.device !== container.overlay) return undefined;
	const answer = hasUpper(outcome, container.id) ? 'ask.kept.all' : 'ask.kept.none';
	return ofKeys({ key: 'ask.kept', values: { name: container.name } }, say, KEPT, answer);
};

const REMAINS = ['ask.rest.all', 'ask.rest.volume', 'ask.rest.image', 'ask.rest.nothing'] as const;

const remaining = (state: HostState, container: Container): (typeof REMAINS)[number] => {
	if (hasUpper(state, container.id)) return 'ask.rest.all';
	const volumes = container.mounts.filter(({ type }) => type === 'volume');
	if (volumes.some(({ name }) => name !== undefined && state.engine.volumes.has(name)))
		return 'ask.rest.volume';
	return state.engine.images.has(container.image) ? 'ask.rest.image' : 'ask.rest.nothing';
};

/** The writable layer is about to go: what is left of all the container had. */
const rest = ({ path }: Told<'file.remove'>, { before, outcome, say }: Moment): Question | undefined => {
	const container = containerOfPath(before, path);
	if (!container || !path.endsWith(`/${container.layer}`)) return undefined;
	const answer = remaining(outcome, container);
	return ofKeys({ key: 'ask.rest', values: { name: container.name } }, say, REMAINS, answer);
};

const OUTCOMES = ['ask.step.cached', 'ask.step.built', 'ask.step.failed'] as const;

/** A step begins: is there an image in the cache for it? */
const step = (
	{ index, outcome: now }: Told<'build.step'>,
	{ before, outcome, say }: Moment,
): Question | undefined => {
	const { build, images } = before.engine;
	const below = build?.steps[index - 1]?.image;
	const hasBuiltOn = images.some((each) => each.parent !== '' && each.parent === below);
	const after = outcome.engine.build?.steps[index];
	if (now !== 'running' || !hasBuiltOn || !after) return undefined;
	const values = { number: index + 1, text: after.text };
	return ofKeys({ key: 'ask.step', values }, say, OUTCOMES, `ask.step.${after.outcome}`);
};

const questionOf = (event: BeatEvent, moment: Moment): Question | undefined => {
	switch (event.kind) {
		case 'task.exec':
			return read(event, moment);
		case 'overlay.copyUp':
			return copied(event, moment);
		case 'overlay.whiteout':
			return hidden(event, moment);
		case 'mount.remove':
			return kept(event, moment);
		case 'file.remove':
			return rest(event, moment);
		case 'build.step':
			return step(event, moment);
		default:
			return undefined;
	}
};

export const asking: Asks = ({ event, before }, { say }: View, outcome) =>
	questionOf(event, { before, outcome, say });
