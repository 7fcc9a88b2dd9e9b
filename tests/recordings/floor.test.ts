import { expect, it } from 'vitest';
import { floor } from './floor.ts';
import { profiles, sessionIds, verdict } from './sessions.ts';

it.each(profiles)(
	'the steps the model gets right are no fewer than they were: %s',
	(profile) => {
		const verdicts = sessionIds(profile).map((id) => verdict(profile, id));
		expect(verdicts.flatMap(({ id, failure }) => (failure ? [`${id}: ${failure}`] : []))).toEqual([]);
		const sum = (of: 'equal' | 'total') => verdicts.reduce((all, verdict) => all + verdict[of], 0);
		expect(sum('equal')).toBeGreaterThanOrEqual(floor()[profile].equal);
		expect(sum('total')).toBe(floor()[profile].total);
	},
	120_000,
);
