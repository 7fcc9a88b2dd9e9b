import { expect, it } from 'vitest';
import { floor } from './floor.ts';
import { profiles, sessionIds, verdict } from './sessions.ts';

it.each(profiles)(
	'the steps the model gets right are no fewer than they were: %s',
	(profile) => {
		const verdicts = sessionIds(profile).map((id) => verdict(profile, id));
		expect(verdicts.flatMap(({ id, failure }) => (failure ? [`${id}: ${failure}`] : []))).toEqual([]);
		expect(verdicts.reduce((sum, { equal }) => sum + equal, 0)).toBeGreaterThanOrEqual(floor()[profile]);
	},
	120_000,
);
