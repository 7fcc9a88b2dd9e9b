/** What each command does, by its one name: the everyday ones of containers; the others are fetched. */
import { late } from '../../late.ts';
import type { Verb } from './client.ts';
import { createVerb } from './container/create.ts';
import { pauseVerb, unpauseVerb } from './container/pause.ts';
import { rmVerb } from './container/rm.ts';
import { runVerb } from './container/run.ts';
import { startVerb } from './container/start.ts';
import { stopVerb } from './container/stop.ts';
import { lateVerbs } from './lateVerbs.ts';
import { otherThanContainers } from './flags/resolve.ts';

const { execVerb } = lateVerbs(['execVerb'], () => import('./container/exec.ts'), 'container exec, exec');
const ofContainers = 'attach commit cp diff export kill logs ps port rename restart stats top update wait';
const rarer = late(
	[...otherThanContainers, ...ofContainers.split(' ').map((word) => `docker ${word}`)],
	() => import('./rarerVerbs.ts'),
);

const everyday: Readonly<Record<string, Verb>> = {
	'container create': createVerb,
	'container exec': execVerb,
	'container pause': pauseVerb,
	'container rm': rmVerb,
	'container run': runVerb,
	'container start': startVerb,
	'container stop': stopVerb,
	'container unpause': unpauseVerb,
};

export const verbNamed = (name: string): Verb | undefined => everyday[name] ?? rarer().verbs[name];
