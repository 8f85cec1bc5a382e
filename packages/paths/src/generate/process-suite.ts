// What was walked of a process, as a suite: its paths, what they cover of what can be covered, and what is left open and why.
import type { AnyProcess, Calendar, Process } from '@bihuan/core';
import { namesFromLabels } from '../cases/names.ts';
import type { Obligation, Suite } from '../cases/suite.ts';
import { modelNowMs } from '../explore/codec.ts';
import { isPossible } from '../seek/round-trips.ts';
import { boundOf } from '../tours/bound-of.ts';
import { switchesIn } from '../tours/words.ts';
import { type By, isByItself, notIn } from '../walks/walks-by.ts';
import { criteria, transitionsOf, type Wanted } from './obligations.ts';
import type { Plan } from './plan.ts';
import { requirementObligations } from './requirements.ts';
import { totalsOf } from './totals.ts';
import type { WalkedPlan } from './walk-on-engine.ts';

export interface SuiteOptions {
  readonly by: By;
  readonly seed: number;
  readonly resetCost: number;
  readonly calendar: Calendar;
}

export function processSuite(process: AnyProcess, plan: Plan, walked: WalkedPlan, options: SuiteOptions): Suite {
  const { model, asked, targets, requirements } = plan;
  const { cast, paths, met } = walked;
  const { by, seed, resetCost, calendar } = options;
  const single = obligationsMet(plan, met);
  const obligations = [...single, ...requirementObligations(requirements, single)];
  const lowerBound = by === 'tours' ? boundOf(targets.explored, asked, transitionsOf(process as Process), met, resetCost) : null;
  return {
    format: 'bihuan-paths/1',
    process: process.id,
    version: process.version,
    hash: process.hash,
    title: model.title,
    names: namesFromLabels(process.spec.labels),
    cover: [...asked],
    seed,
    cast,
    startMs: modelNowMs,
    calendar: calendar.id,
    paths,
    obligations,
    totals: totalsOf({
      ...{ paths, obligations, lowerBound, resetCost },
      notExplored: [...new Set(openIn(plan, walked, obligations, by))],
      gap: 'guards, limits and deadlines keep a case from going everywhere the bound supposes',
    }),
  };
}

function obligationsMet({ targets, isAsked, excluded, possible, whole }: Plan, met: ReadonlySet<string>): readonly Obligation[] {
  const trips = targets.trips.filter((trip) => isPossible(targets.plain.at(-1)! as never, trip)).map(({ id }) => id);
  const canHappen = new Set([...possible, ...trips, ...met]);
  return [...targets.wanted.values()].filter(isAsked).map((each): Obligation => {
    const reason = excluded.get(each.id) ?? (whole && isProvable(each) && !canHappen.has(each.id) ? impossible : undefined);
    const { id, criterion, label } = each;
    return { id, criterion, label, ...(reason !== undefined && { excluded: reason }), covered: met.has(id) };
  });
}

/** In words, what the suite cannot answer for. */
function openIn(
  { targets, stopped, whole, faults }: Plan,
  { lost }: WalkedPlan,
  obligations: readonly Obligation[],
  by: By,
): readonly string[] {
  const missed = obligations.filter((each) => !each.covered && each.excluded === undefined).length;
  const planned = `${missed} obligations were not reached. The cases were planned on a reduced model, one set of counters at a time; options.limits.states explores the whole one`;
  const last = targets.explored.at(-1)!;
  return [
    ...faults,
    ...(last.wholeModel ? last.notExplored : []),
    ...(isByItself(by) || whole ? notIn(stopped, missed) : [...stopped, ...(missed > 0 ? [planned] : [])]),
    ...(lost === 0 ? [] : [`${lost} obligations could not be walked on the engine`]),
    ...targets.left,
  ];
}

const impossible = 'cannot happen: no state of the whole model leads to it';
/** What a whole model that does not show it proves impossible. Of the rest, only so many places were looked into. */
const isProvable = ({ id, criterion }: Wanted): boolean =>
  ['states', 'transitions', 'roundTrips', ...switchesIn(criteria)].includes(criterion) ||
  (criterion === 'deadlines' && id.endsWith(':fired'));
