/** npm run recordings -- [--profile NAME] [--diff FILE] [--events] [--raise]: the model against every recorded session. */
import { parseArgs } from 'node:util';
import { differenceText } from './compare.ts';
import { raiseFloor } from './floor.ts';
import { profiles, sessionIds, verdict, type Profile, type Verdict } from './sessions.ts';

const { values } = parseArgs({
	options: {
		profile: { type: 'string' },
		diff: { type: 'string' },
		events: { type: 'boolean', default: false },
		raise: { type: 'boolean', default: false },
	},
});
const asked = profiles.filter((name) => !values.profile || name === values.profile);
if (!asked.length) throw new Error(`no such profile: ${values.profile}; there are ${profiles.join(', ')}`);
const wanted = values.diff?.replace(/^.*\//, '').replace(/\.(json|session)$/, '');

const count = (equal: number, total: number) =>
	`${String(equal).padStart(4)} of ${String(total).padStart(4)}`;
const percent = (equal: number, total: number) => `${((100 * equal) / Math.max(total, 1)).toFixed(1)} %`;
// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', () => process.exit());

const print = (line: string) => process.stdout.write(`${line}\n`);

function report({ id, equal, total, differences, failure }: Verdict): void {
	print(`${id.padEnd(32)} ${count(equal, total)}${failure ? `  ${failure.split('\n')[0]}` : ''}`);
	if (!wanted) return;
	if (failure) print(failure);
	for (const difference of differences) print(differenceText(id, difference));
}

function runProfile(profile: Profile): { equal: number; total: number } {
	const ids = sessionIds(profile).filter((id) => !wanted || id === wanted);
	if (asked.length > 1) print(`${profile}:`);
	const sum = { equal: 0, total: 0 };
	for (const id of ids) {
		const found = verdict(profile, id, { events: values.events });
		report(found);
		sum.equal += found.equal;
		sum.total += found.total;
	}
	if (ids.length) print(`${sum.equal} of ${sum.total} steps equal (${percent(sum.equal, sum.total)})\n`);
	if (values.raise && !wanted && !values.events) raiseFloor(profile, sum);
	return sum;
}

const sums = asked.map(runProfile);
const equal = sums.reduce((n, sum) => n + sum.equal, 0);
const total = sums.reduce((n, sum) => n + sum.total, 0);
if (wanted && !total) throw new Error(`no such session: ${values.diff}`);
if (sums.length > 1) print(`in all ${equal} of ${total} steps equal (${percent(equal, total)})`);
