// npm run test:mutants [-- hazard --states 3000]: every mutant of a shipped process against its generated suite; who survives, and whether exploring tells it apart. Minutes, not part of the tests.
import { parseArgs } from 'node:util';
import type { AnyProcess } from '@bihuan/core';
import { type Criterion, everyDayCalendar, generate, judgeSuite, linkedWith, mutantsOf, showingsOf, survivorsOf } from '@bihuan/paths';
import { fourLists, hazard, proofs, tieredResponse, wish } from '@bihuan/processes';

const catalogue: readonly AnyProcess[] = [hazard, tieredResponse, wish, fourLists];
const cover: readonly Criterion[] = ['transitions', 'rules', 'deadlines', 'roles', 'negatives', 'payloads', 'updates'];
const { positionals, values } = parseArgs({ allowPositionals: true, options: { states: { type: 'string', default: '1500' } } });
const states = Number(values.states);
const chosen = catalogue.filter(({ id }) => positionals.length === 0 || positionals.includes(id));
if (chosen.length === 0 || !(states > 0)) {
  console.error(`processes: ${catalogue.map(({ id }) => id).join(', ')}; --states takes a number above 0`);
  process.exit(2);
}

let short = false;
for (const of of chosen) {
  const { people = {} } = proofs[of.id] ?? {};
  const suite = await generate(of, { cover, people, with: catalogue });
  const { mutants, stillborn } = mutantsOf(of);
  const score = await judgeSuite(suite, mutants, { calendar: everyDayCalendar });
  const survivors = survivorsOf(of, score, { states, people, showings: showingsOf(linkedWith(of, catalogue)) });
  const alike = survivors.filter(({ steps }) => !steps);
  const share = score.killed / (mutants.length - alike.length);
  short ||= share < 0.95;
  console.log(
    `${of.id}: ${suite.totals.paths} cases, ${suite.totals.steps} steps; ${mutants.length} mutants (${stillborn.length} more are no process)`,
  );
  console.log(
    `  killed ${score.killed}; survived ${score.survived}, of which ${alike.length} do nothing else in ${states} states walked in step`,
  );
  console.log(`  ${(100 * share).toFixed(1)} % of those that were not shown to be alike are killed`);
  for (const { mutant, steps, whole } of survivors) {
    const why = steps
      ? `differs: ${steps.map(({ name, actor }) => (actor ? `${name} by ${actor}` : name)).join(', ')}`
      : whole
        ? 'equivalent'
        : 'alike';
    console.log(`  ${mutant.id}: ${why}`);
  }
}
process.exitCode = short ? 1 : 0;
